import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from './testing/compile.test.support.ts';

/** What apps do with the SDK's types; what has no annotation is inferred, and shows in the declarations. */
const SAMPLE = `
import OpenAI, { type APIPromise, AzureOpenAI } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';

export const client = new OpenAI({ apiKey: 'k' });
const messages = [{ role: 'user', content: 'Which city?' }] satisfies OpenAI.ChatCompletionMessageParam[];
const request = { model: 'demo', messages } as const;

export const created = client.chat.completions.create({ model: 'demo', messages });
export const promise: APIPromise<OpenAI.ChatCompletion> = created;
export const streamed = client.chat.completions.create({ model: 'demo', messages, stream: true });
export const perhaps = (stream: boolean) => client.chat.completions.create({ model: 'demo', messages, stream });
export const parsed = client.chat.completions.parse({
  ...request, messages, response_format: zodResponseFormat(z.object({ city: z.string() }), 'place'),
});
export const city = parsed.then((answer) => answer.choices[0]?.message.parsed?.city.toUpperCase());
export const runner = client.chat.completions.stream({ model: 'demo', messages }).on('content', (delta) => delta.length);
export const raw = created.withResponse().then(({ response }) => response.headers);
export const response = client.responses.create({ model: 'demo', input: 'Which city?' });
export const vectors = client.embeddings.create({ model: 'demo', input: ['a'] });
export const azure = new AzureOpenAI({ apiVersion: '1' }).withOptions({ maxRetries: 1 });
export class Own extends OpenAI {}
export async function* texts() {
  for await (const chunk of await streamed) yield chunk.choices[0]?.delta.content;
}
// @ts-expect-error: still refused
client.chat.completions.create({ model: 7, messages });
`;

/** @returns a program's declarations and the compiler's messages */
async function declarationsOf(source: string): Promise<{ readonly declarations: string; readonly messages: string }> {
  const { messages, folder } = await compile(source, { declaration: true, emitDeclarationOnly: true });
  return { declarations: readFileSync(join(folder, 'sample.d.ts'), 'utf8'), messages };
}

test('a program has the same types with us and without', async () => {
  const traced = `import { autolog } from '@tracewright/autolog';\nautolog({ openai: { module: OpenAI } });\n${SAMPLE}`;

  const [plain, withUs] = await Promise.all([declarationsOf(SAMPLE), declarationsOf(traced)]);

  expect(plain.messages).toBe('');
  expect(withUs).toEqual(plain);
});
