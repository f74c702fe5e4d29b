import { atLeast, type ComparedOptions, codeScorer, expectedOf, outputOf, textOf, textsOf } from '../code-scorer.ts';
import type { Scorer } from '../scorer.ts';
import { ScorerError } from '../scorer-error.ts';

/** Of `openai`, or anything with the same interface. */
export interface EmbeddingsClient {
  readonly embeddings: {
    create(request: {
      readonly model: string;
      readonly input: string[];
      readonly encoding_format: 'float';
    }): PromiseLike<EmbeddingsAnswer>;
  };
}

interface EmbeddingsAnswer {
  readonly data: readonly { readonly index?: number; readonly embedding: readonly number[] }[];
  readonly usage?: { readonly total_tokens?: number };
}

export interface EmbeddingSimilarityOptions extends ComparedOptions {
  readonly client: EmbeddingsClient;
  /** Such as `text-embedding-3-small`. */
  readonly model: string;
  /** Name of the rate limit that its calls count under besides `judges`. Default `openai`. */
  readonly provider?: string;
  readonly threshold?: number;
}

/** Cosine of the angle between the embeddings of the output and of what is expected; of several the best. */
export function embeddingSimilarity(options: EmbeddingSimilarityOptions): Scorer {
  const { client, model, provider = 'openai', threshold } = options;
  return codeScorer(
    options.name ?? 'embedding_similarity',
    {
      range: [0, 1],
      ...atLeast(threshold),
      async score(row, { calls, signal }) {
        const input = [textOf(outputOf(row, options)), ...textsOf(expectedOf(row, options))];
        const answer = await calls.run({
          limits: ['judges', provider],
          work: async () => client.embeddings.create({ model, input, encoding_format: 'float' }),
          usageOf: ({ usage }) => ({ tokens: usage?.total_tokens ?? 0, costUsd: null }),
          signal,
        });
        const [output, ...expected] = vectorsOf(answer, input.length);
        return { value: Math.max(...expected.map((vector) => cosine(output!, vector))) };
      },
    },
    { model, threshold },
  );
}

/** In the order of the texts, whatever order they come in. */
function vectorsOf({ data }: EmbeddingsAnswer, count: number): readonly (readonly number[])[] {
  const sorted = data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).map(({ embedding }) => embedding);
  const length = sorted[0]?.length ?? 0;
  if (sorted.length === count && length > 0 && sorted.every((vector) => vector.length === length)) return sorted;
  throw new ScorerError(
    'VALUE_UNSUITABLE',
    `the model gave ${sorted.length} embeddings for ${count} texts, or of different lengths`,
  );
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [product, aSquared, bSquared] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    product += value * b[at]!;
    aSquared += value * value;
    bSquared += b[at]! * b[at]!;
  }
  if (aSquared === 0 || bSquared === 0)
    throw new ScorerError('VALUE_UNSUITABLE', 'an embedding is zero and points nowhere');
  return product / Math.sqrt(aSquared * bSquared);
}
