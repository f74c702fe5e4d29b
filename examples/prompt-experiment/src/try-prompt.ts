import { withPrompt } from '@tracewright/autolog';
import type { LoadedDataset, Prompt, PromptTemplate } from '@tracewright/client';
import type { TracewrightClient } from '@tracewright/client/node';
import type OpenAI from 'openai';
import { FACTS, QUESTIONS } from './questions.ts';

/** What one run tries. */
export interface Trial {
  readonly prompt: Prompt<PromptTemplate, 'facts' | 'question'>;
  readonly model: string;
  readonly dataset: LoadedDataset;
}

/** Asks every question as one run: its parameters, the share of right answers, and all answers as a table. */
export function tryPrompt(client: TracewrightClient, openai: OpenAI, { prompt, model, dataset }: Trial): Promise<void> {
  const name = `${prompt.name}/${prompt.version} on ${model}`;
  return client.startRun({ name, params: { prompt: prompt.version, model, temperature: 0 } }, async (run) => {
    await client.prompts.linkToRun(run.id, prompt);
    await client.datasets.logInput(run.id, dataset, 'evaluation');
    const rows = await Promise.all(
      QUESTIONS.map(async ({ question, expected }) => {
        const content = String(prompt.format({ facts: FACTS, question }));
        // So the page of the prompt shows what calls with each version took.
        const completion = await withPrompt(prompt, () =>
          openai.chat.completions.create({ model, temperature: 0, messages: [{ role: 'user', content }] }),
        );
        const answer = completion.choices[0]?.message.content ?? '';
        // An answer that says everything is none.
        const isRight = answer.includes(expected) && answer.length < FACTS.length / 2;
        return { question, expected, answer, isRight };
      }),
    );
    run.logMetric('accuracy', rows.filter(({ isRight }) => isRight).length / rows.length);
    void run.logTable(rows, 'answers.json');
    void run.logText(String(prompt.template), 'prompt.txt');
  });
}
