import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GEN_AI } from '@tracewright/schema';
import { afterAll, describe, expect, test } from 'vitest';
import type { Answer, Api } from '../api.ts';
import { CHAT_API } from '../chat-api.ts';
import { COMPLETIONS_API } from '../completions-api.ts';
import { EMBEDDINGS_API } from '../embeddings-api.ts';
import type { JsonObject } from '../json-reading.ts';
import type { Recording } from '../recorded-truth.test.support.ts';
import { RESPONSES_API } from '../responses-api.ts';
import { countRequest } from './call-estimate.ts';
import { TokenCounter, type TokenCounts } from './token-counter.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../../shared/recordings');
const APIS: ReadonlyArray<readonly [file: string, api: Api]> = [
  ['chat', CHAT_API],
  ['responses', RESPONSES_API],
  ['completions', COMPLETIONS_API],
  ['embeddings', EMBEDDINGS_API],
];

/** What OpenAI itself reports, of models whose tokenizer we have. */
interface Exchange {
  readonly id: string;
  readonly isPlain: boolean;
  readonly reported: Answer['attributes'];
  readonly counts: Promise<TokenCounts | undefined>;
}

const counter = new TokenCounter({ timeoutMs: 25_000 });

function exchangesOf([file, api]: (typeof APIS)[number]): Exchange[] {
  const lines = readFileSync(resolve(FOLDER, `${file}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as Recording)
    .filter(
      ({ provider, tags, response }) =>
        /openai|azure/.test(provider) && response.status < 400 && !tags.includes('response_only'),
    )
    .map((recording) => {
      const answer = answerOf(api, recording);
      const request = countRequest(
        api,
        recording.request.body,
        api.requestContent(recording.request.body),
        answer,
        undefined,
      );
      return {
        id: recording.id,
        isPlain: !recording.tags.some((tag) => /tool|structured|reasoning/.test(tag)),
        reported: answer.attributes,
        counts: new Promise((done) => counter.count(request, done)),
      };
    });
}

function answerOf(api: Api, { response }: Recording): Answer {
  const reader = response.sse === undefined ? undefined : api.stream?.(true);
  if (reader === undefined) return api.answer(response.body);
  for (const event of response.sse ?? []) {
    const data = /^data: (.*)$/m.exec(event)?.[1] ?? '[DONE]';
    if (data !== '[DONE]') reader.add(JSON.parse(data) as JsonObject);
  }
  return reader.answer();
}

const exchanges = existsSync(FOLDER) ? APIS.flatMap(exchangesOf) : [];
afterAll(() => counter.finishBlocking(0));

/** Estimated over reported, both added up over all exchanges that have them. */
async function share(of: readonly Exchange[], field: 'input' | 'output', attribute: string): Promise<number> {
  let [estimated, reported] = [0, 0];
  for (const each of of) {
    const tokens = (await each.counts)?.[field];
    const truth = each.reported[attribute];
    if (tokens === undefined || typeof truth !== 'number') continue;
    estimated += tokens;
    reported += truth;
  }
  expect(reported).toBeGreaterThan(0);
  return estimated / reported;
}

if (exchanges.length === 0) test.skip('recorded usage: there is no ../shared/recordings beside the project', () => {});

describe.runIf(exchanges.length > 0)('estimates beside what OpenAI reports', () => {
  test('plain conversations are met within 3 %', async () => {
    const plain = exchanges.filter(({ isPlain }) => isPlain);
    expect(plain.length).toBeGreaterThan(10);
    expect(Math.abs((await share(plain, 'input', GEN_AI.usageInputTokens)) - 1)).toBeLessThan(0.03);
    expect(Math.abs((await share(plain, 'output', GEN_AI.usageOutputTokens)) - 1)).toBeLessThan(0.03);
  });

  test('tools and schemas in the input are met within 5 %', async () => {
    expect(Math.abs((await share(exchanges, 'input', GEN_AI.usageInputTokens)) - 1)).toBeLessThan(0.05);
  });
});
