import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs/promises';
import type { AutologOptions } from '@tracewright/autolog';
import { setStandIn } from '@tracewright/schema';
import type { Ignored } from './ignored.ts';
import { RecordedCalls } from './recorded-calls.ts';
import { parseRecording, type RecordedCall, type Recording } from './recording.ts';
import { ReplayError } from './replay-error.ts';
import { ReplayStandIn } from './replay-stand-in.ts';
import { keepTracing } from './replay-tracing.ts';

/** How a replay compares calls. */
export interface ReplayOptions {
  /** What may be another than was recorded. */
  readonly ignore?: readonly Ignored[];
  /** True: not every recorded call has to be made. Default false. */
  readonly allowNotMade?: boolean;
  /**
   * Of tracing, where the app does not start it itself: what was redacted or cut when it was recorded has to be so
   * again, and a bundled app passes its modules.
   */
  readonly tracing?: Pick<
    AutologOptions,
    'redact' | 'maxContentLength' | 'maxContentStringLength' | 'maxSpanContentBytes' | 'openai' | 'langchain'
  >;
}

/** A replay under way. */
export interface Replay extends AsyncDisposable {
  /**
   * Ends it; doing so again changes nothing.
   *
   * @throws ReplayError with the first call that could not be answered, else with the recorded calls that were not made
   */
  end(): Promise<void>;
}

/** Where a recording stands: a path from the working directory on, an address of a file, or the recording itself. */
export type RecordingSource = string | URL | Recording;

const inside = new AsyncLocalStorage<ReplayStandIn>();
const everywhere: ReplayStandIn[] = [];

/**
 * Does work whose models, tools and retrievers are answered from a recording: no server and no network. Only the calls
 * that are made inside it are, so that tests may run beside each other.
 *
 * @returns what the work gives
 * @throws ReplayError where the calls are not those that were recorded; else what the work throws
 * @example
 * ```ts
 * test('a refund is promised', async () => {
 *   const answer = await replay('fixtures/refund.trace.json', () => supportBot('Where is my refund?'));
 *   expect(answer).toContain('5 days');
 * });
 * ```
 */
export async function replay<T>(
  source: RecordingSource,
  work: () => T | Promise<T>,
  options: ReplayOptions = {},
): Promise<T> {
  const { standIn, end } = await begin(source, options);
  let result: T;
  try {
    result = await inside.run(standIn, async () => await work());
  } catch (error) {
    await end(false);
    const { failure } = standIn;
    // What the app makes of it says less.
    throw failure === undefined ? error : new ReplayError(failure.code, failure.message, { cause: error });
  }
  await end(true);
  return result;
}

/**
 * Begins a replay that answers all calls of the process until it ends, for `beforeEach` and `afterEach`, or `await
 * using`.
 *
 * @throws ReplayError where there is no such recording
 * @example await using replaying = await startReplay('fixtures/refund.trace.json');
 */
export async function startReplay(source: RecordingSource, options: ReplayOptions = {}): Promise<Replay> {
  const { standIn, end } = await begin(source, options);
  everywhere.push(standIn);
  let ended: Promise<void> | undefined;
  const endOnce = (): Promise<void> => {
    ended ??= (async () => {
      everywhere.splice(everywhere.indexOf(standIn), 1);
      await end(true);
    })();
    return ended;
  };
  return { end: endOnce, [Symbol.asyncDispose]: endOnce };
}

interface Begun {
  readonly standIn: ReplayStandIn;
  /** @param isChecked false leaves out what went wrong */
  readonly end: (isChecked: boolean) => Promise<void>;
}

async function begin(source: RecordingSource, options: ReplayOptions): Promise<Begun> {
  const recording = await read(source);
  const standIn = new ReplayStandIn(new RecordedCalls(recording, options.ignore ?? []));
  const release = await keepTracing(options.tracing ?? {});
  setStandIn(() => inside.getStore() ?? everywhere.at(-1));
  return {
    standIn,
    end: async (isChecked) => {
      await release();
      if (!isChecked) return;
      if (standIn.failure !== undefined) throw standIn.failure;
      if (options.allowNotMade !== true && standIn.notMade.length > 0) throw notMade(standIn.notMade);
    },
  };
}

async function read(source: RecordingSource): Promise<Recording> {
  if (typeof source !== 'string' && !(source instanceof URL)) return source;
  return parseRecording(await readFile(source, 'utf8'), String(source));
}

function notMade(calls: readonly RecordedCall[]): ReplayError {
  const lines = calls.map(({ name, request }) => `  ${name} ${brief(request)}`);
  return new ReplayError('NOT_MADE', `recorded, but not made:\n${lines.join('\n')}`);
}

/** UTF-16 units. */
const MAX_BRIEF = 120;

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_BRIEF ? text : `${text.slice(0, MAX_BRIEF)}…`;
}
