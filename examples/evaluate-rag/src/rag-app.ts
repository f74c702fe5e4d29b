import { traced } from '@tracewright/autolog';
import type { ModelConnection } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { PAGES } from './help-pages.ts';

/** As many pages as are handed to the model. */
const FOUND = 2;

/** The app: help pages that are near to a question, and a model that answers from them. */
export class RagApp {
  readonly #openai: OpenAI;
  readonly #models: ModelConnection;
  readonly #texts = PAGES.map(({ id, facts }) => ({ id, content: facts.map(([, sentence]) => sentence).join(' ') }));
  readonly #vectors: Promise<readonly number[][]>;
  /** A step of its own in the trace, by which the evaluation knows what was found. */
  readonly #findPages = traced(
    async (question: string) => {
      const [[wanted = []], vectors] = await Promise.all([this.#embed([question]), this.#vectors]);
      return this.#texts
        .map((page, at) => ({ ...page, score: dot(wanted, vectors[at] ?? []) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, FOUND);
    },
    { name: 'find pages', kind: 'retriever' },
  );

  constructor(models: ModelConnection) {
    this.#openai = new OpenAI(models.client);
    this.#models = models;
    this.#vectors = this.#embed(this.#texts.map(({ content }) => content));
  }

  /** @param instruction what the prompt tells the model to do */
  async answer(question: string, instruction: string): Promise<string> {
    const pages = await this.#findPages(question);
    const context = pages.map(({ content }) => content).join(' ');
    const completion = await this.#openai.chat.completions.create({
      model: this.#models.chatModel,
      temperature: 0,
      messages: [{ role: 'user', content: `${instruction}\nContext: ${context}\nQuestion: ${question}` }],
    });
    return completion.choices[0]?.message.content ?? '';
  }

  async #embed(input: string[]): Promise<readonly number[][]> {
    const { data } = await this.#openai.embeddings.create({ model: this.#models.embeddingModel, input });
    return data.map(({ embedding }) => embedding);
  }
}

/** Embeddings have length 1, so that this is their cosine. */
function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
