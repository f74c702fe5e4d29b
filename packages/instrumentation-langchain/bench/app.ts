/**
 * The app under measurement: a child process of `run.ts` with one way of tracing, which makes calls when it is told to
 * and answers with what they cost.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { AppAnswer } from '../../instrumentation-openai/bench/app.ts';
import { type Cost, measure } from '../../instrumentation-openai/bench/measure.ts';
import { CASES, type Core } from './cases.ts';
import type { Variant } from './variants.ts';

/** Given as JSON in the first argument. */
export interface AppSettings {
  /** Absolute path of the module that exports the variants; `@langchain/core` is resolved from its place. */
  readonly variantsFile: string;
  readonly variant: string;
  /** OTLP/HTTP base address of the sink. */
  readonly endpoint: string;
}

const settings = JSON.parse(process.argv[2] ?? '') as AppSettings;
const { VARIANTS } = (await import(pathToFileURL(settings.variantsFile).href)) as { VARIANTS: readonly Variant[] };
const variant = VARIANTS.find(({ name }) => name === settings.variant);
if (variant === undefined) throw new Error(`cannot run ${settings.variant}`);
const require = createRequire(settings.variantsFile);
const flush = await variant.start(settings.endpoint, require);
const core: Core = {
  parsers: require('@langchain/core/output_parsers') as Core['parsers'],
  prompts: require('@langchain/core/prompts') as Core['prompts'],
  runnables: require('@langchain/core/runnables') as Core['runnables'],
  testing: require('@langchain/core/utils/testing') as Core['testing'],
};
const calls = new Map(CASES.map((benchCase) => [benchCase.name, { ...benchCase, call: benchCase.prepare(core) }]));

process.on('message', async (name: string) => {
  const benchCase = calls.get(name);
  if (benchCase === undefined) throw new Error(`no such case: ${name}`);
  const call = async () => {
    await benchCase.call();
  };
  answer(shared(await measure(benchCase.calls, call, flush), benchCase.parts));
});
answer('ready');

function shared({ callUs, totalUs, bytes }: Cost, parts: number): Cost {
  return { callUs: callUs / parts, totalUs: totalUs / parts, bytes: bytes / parts };
}

function answer(message: AppAnswer): void {
  process.send?.(message);
}
