import type { OpenAI } from 'openai';
import { MODEL, QUESTION, STREAM_CHUNKS } from './canned-answers.ts';

/** One kind of call whose cost is measured. */
export interface BenchCase {
  readonly name: string;
  /**
   * Calls of one round; fewer than what makes the exporter send early (256 spans), so that calling and exporting can
   * be told apart.
   */
  readonly calls: number;
  /**
   * Rounds before the first that counts, until the compiler has come to rest: what runs once in a call is compiled well
   * after thousands of them.
   */
  readonly warmUpRounds: number;
  /** False: answers come from a function in the app's own process. */
  readonly usesNetwork: boolean;
  run(client: OpenAI): Promise<void>;
}

const MESSAGES = [
  { role: 'system', content: 'Answer in one paragraph.' },
  { role: 'user', content: QUESTION },
] as const;

/** Every case, in the order of the table. */
export const CASES: readonly BenchCase[] = [
  { name: 'chat', calls: 200, warmUpRounds: 60, usesNetwork: false, run: chat },
  { name: `${STREAM_CHUNKS}-chunk stream`, calls: 100, warmUpRounds: 20, usesNetwork: false, run: stream },
  { name: 'responses', calls: 200, warmUpRounds: 60, usesNetwork: false, run: responses },
  { name: 'embeddings', calls: 200, warmUpRounds: 60, usesNetwork: false, run: embeddings },
  { name: 'chat over loopback', calls: 100, warmUpRounds: 60, usesNetwork: true, run: chat },
];

async function chat(client: OpenAI): Promise<void> {
  await client.chat.completions.create({ model: MODEL, messages: [...MESSAGES], temperature: 0.2 });
}

async function stream(client: OpenAI): Promise<void> {
  const chunks = await client.chat.completions.create({
    model: MODEL,
    messages: [...MESSAGES],
    stream: true,
    stream_options: { include_usage: true },
  });
  let length = 0;
  for await (const chunk of chunks) length += chunk.choices[0]?.delta.content?.length ?? 0;
  if (length === 0) throw new Error('the stream was empty');
}

async function responses(client: OpenAI): Promise<void> {
  await client.responses.create({ model: MODEL, instructions: 'Answer in one paragraph.', input: QUESTION });
}

async function embeddings(client: OpenAI): Promise<void> {
  await client.embeddings.create({ model: 'text-embedding-3-small', input: QUESTION });
}
