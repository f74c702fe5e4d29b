/**
 * The app under measurement: a child process of `run.ts` with one way of tracing, which makes calls when it is told to
 * and answers with what they cost.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { OpenAI } from 'openai';
import { answerTo } from './canned-answers.ts';
import { CASES } from './cases.ts';
import { type Cost, measure } from './measure.ts';
import type { Variant } from './variants.ts';

/** Given as JSON in the first argument. */
export interface AppSettings {
  /** Absolute path of the module that exports the variants. */
  readonly variantsFile: string;
  readonly variant: string;
  /** Absolute path of a file from whose place `openai` is resolved. */
  readonly openaiFrom: string;
  /** OTLP/HTTP base address of the sink. */
  readonly endpoint: string;
  /** Base URL of the local model server. */
  readonly modelServer: string;
}

/** Sent to the app: the name of the case to run a round of. */
export type AppRequest = string;

/** Sent by the app: `ready` once, then one for each request. */
export type AppAnswer = 'ready' | Cost;

const settings = JSON.parse(process.argv[2] ?? '') as AppSettings;
const { VARIANTS } = (await import(pathToFileURL(settings.variantsFile).href)) as { VARIANTS: readonly Variant[] };
const variant = VARIANTS.find(({ name }) => name === settings.variant);
if (variant === undefined) throw new Error(`cannot run ${settings.variant}`);
const flush = await variant.start(settings.endpoint);

const sdk = createRequire(settings.openaiFrom)('openai') as typeof import('openai');
const wrap = (client: OpenAI): OpenAI => variant.wrap?.(client) ?? client;
const local = wrap(new sdk.OpenAI({ apiKey: 'none', baseURL: settings.modelServer, maxRetries: 0 }));
const canned = wrap(
  new sdk.OpenAI({
    apiKey: 'none',
    maxRetries: 0,
    fetch: async (url, init) => {
      const { type, body } = answerTo(String(url), String(init?.body));
      return new Response(typeof body === 'string' ? body : inPieces(body), {
        headers: { 'content-type': type, 'x-request-id': 'req_bench' },
      });
    },
  }),
);

process.on('message', async (name: AppRequest) => {
  const benchCase = CASES.find((candidate) => candidate.name === name);
  if (benchCase === undefined) throw new Error(`no such case: ${name}`);
  const client = benchCase.usesNetwork ? local : canned;
  answer(await measure(benchCase.calls, () => benchCase.run(client), flush));
});
answer('ready');

/** One piece for each time that somebody reads: all at once, openai 6 would copy the rest of them for every event. */
function inPieces(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull: (controller) => {
      const piece = pieces[next++];
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
}

function answer(message: AppAnswer): void {
  process.send?.(message);
}
