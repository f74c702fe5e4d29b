import { defaultClient, type NodeRun, type TracewrightClient } from '@tracewright/client/node';
import { CALIBRATION_RUN_TYPE, EVALUATION_TAG, type EvaluationScore, type JudgeCalibration } from '@tracewright/schema';
import {
  CallGate,
  type Judge,
  type RateLimits,
  type ScoreContext,
  type ScoredRow,
  scoreRow,
} from '@tracewright/scoring';
import { RowKeys } from '../data/row-key.ts';
import { checkOptions } from '../evaluate/check-options.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { recordersFlushed, recordersReady } from '../evaluate/heard-traces.ts';
import { withinTime } from '../evaluate/within-time.ts';
import { workThrough } from '../evaluate/work-through.ts';
import { inJudgeSpan } from '../judges/judge-span.ts';
import { calibrationMetrics } from './calibration-metrics.ts';
import { humanLabel, type LabelledRow } from './labelled-row.ts';
import { positionBias } from './position-bias.ts';
import { calibrateScore, type JudgedRow } from './score-calibration.ts';

export interface CalibrateOptions {
  /** How often each row is judged; more than once tells how steady the judge is. Default 1. */
  readonly repeats?: number;
  /** How many rows are judged at once. Default 8. */
  readonly concurrency?: number;
  /** What the run is called. Default: `calibrate` and the judge's name. */
  readonly name?: string;
  readonly rateLimits?: RateLimits;
  /** How often a call is made again that failed for a reason that may pass. Default 2. */
  readonly retries?: number;
  /** False: nothing is sent anywhere; for tests. Default true. */
  readonly track?: boolean;
  /** Default: that of `@tracewright/client/node`. */
  readonly client?: TracewrightClient;
  readonly experiment?: string;
  readonly signal?: AbortSignal;
}

/** How far a judge can be believed, and what it said of each row. */
export interface CalibrationResult extends JudgeCalibration {
  /** Undefined where nothing is tracked. */
  readonly runId: string | undefined;
  readonly rows: readonly CalibratedRow[];
}

export interface CalibratedRow {
  readonly key: string;
  readonly label: LabelledRow['label'];
  /** The judge's scores, of each repeat. */
  readonly repeats: readonly (readonly EvaluationScore[])[];
}

const ARTIFACT = 'calibration.json';

/**
 * Measures a judge against what people say: how often they agree, beyond chance, in which direction it errs, whether it
 * says the same twice, and of a judge of pairs whether the order decides. It is a run of its own, by whose fingerprint
 * pages find it wherever scores of this very judge are shown.
 *
 * @throws EvaluationError `INVALID_OPTIONS` where there are no labels, or nothing would be judged
 */
export async function calibrate(
  judge: Judge,
  labelled: readonly LabelledRow[],
  options: CalibrateOptions = {},
): Promise<CalibrationResult> {
  checkOptions(options);
  const { repeats: wanted = 1 } = options;
  if (!Number.isSafeInteger(wanted) || wanted < 1) {
    throw new EvaluationError('INVALID_OPTIONS', `repeats must be a whole number from 1, not ${wanted}`);
  }
  const names = judge.names ?? [judge.name];
  const isLabelled = labelled.some((row) => names.some((name) => humanLabel(row, name) !== undefined));
  if (!isLabelled) throw new EvaluationError('INVALID_OPTIONS', `no row has a label for ${names.join(', ')}`);
  if (options.track === false) {
    return measure(judge, labelled, options, undefined, options.signal ?? new AbortController().signal);
  }
  const { name = `calibrate ${judge.name}`, experiment, signal, repeats = 1, client = defaultClient() } = options;
  const start = {
    name,
    tags: {
      [EVALUATION_TAG.runType]: CALIBRATION_RUN_TYPE,
      [EVALUATION_TAG.judge]: judge.name,
      [EVALUATION_TAG.judgeFingerprint]: judge.fingerprint,
    },
    params: { judge: judge.name, rows: labelled.length, repeats },
    ...(experiment !== undefined && { experiment }),
    ...(signal !== undefined && { signal }),
  };
  return client.startRun(start, async (run) => {
    const result = await measure(judge, labelled, options, run, run.signal);
    const { runId: _, rows, ...calibration } = result;
    run.logMetrics(calibrationMetrics(calibration));
    await run.logDict({ ...calibration, rows }, ARTIFACT);
    await recordersFlushed();
    return result;
  });
}

async function measure(
  judge: Judge,
  labelled: readonly LabelledRow[],
  { repeats = 1, concurrency = 8, rateLimits, retries }: CalibrateOptions,
  run: NodeRun | undefined,
  signal: AbortSignal,
): Promise<CalibrationResult> {
  const calls = new CallGate({ rateLimits, retries });
  const keys = new RowKeys();
  const judged = labelled.map((row) => ({ key: keys.next(row), row, repeats: [] as (readonly EvaluationScore[])[] }));
  await recordersReady();
  await workThrough(each(judged), concurrency, signal, async ({ key, row, repeats: cells }) => {
    // One after the other: a provider may answer equal requests that are under way together with one answer.
    for (let trial = 0; trial < repeats; trial++) {
      const judging = (inner: AbortSignal): Promise<readonly EvaluationScore[]> => {
        const context: ScoreContext = { signal: inner, trial, runId: run?.id, calls, tracing: inJudgeSpan };
        return scoreRow(judge, scoredRow(key, row), context);
      };
      cells.push(await withinTime(undefined, signal, judging));
    }
  });
  const { calls: count, tokens, costUsd, unpriced } = calls.usage;
  const isOfPairs = judge.names?.[1] === `${judge.name}_position`;
  const names = isOfPairs ? [judge.name] : (judge.names ?? [judge.name]);
  return {
    judge: judge.name,
    fingerprint: judge.fingerprint,
    model: judge.model,
    repeats,
    scores: names
      .filter((name) => labelled.some((row) => humanLabel(row, name) !== undefined))
      .map((name) => calibrateScore(name, judged satisfies readonly JudgedRow[])),
    positionBias: isOfPairs ? positionBias(`${judge.name}_position`, judged) : null,
    calls: count,
    tokens,
    costUsd: unpriced === 0 ? costUsd : null,
    runId: run?.id,
    rows: judged.map(({ key, row, repeats: cells }) => ({ key, label: row.label, repeats: cells })),
  };
}

/** A labelled answer as a scorer sees it: nothing was run, so its trace says nothing. */
function scoredRow(key: string, { inputs, outputs, expectations = {}, context, tags = {} }: LabelledRow): ScoredRow {
  return { key, inputs, outputs, expectations, context, tags, trace: NO_TRACE };
}

const NO_TRACE: ScoredRow['trace'] = {
  traceId: '0'.repeat(32),
  durationMs: 0,
  costUsd: null,
  isCostPartial: false,
  inputTokens: null,
  outputTokens: null,
  callsByProvider: {},
  toolCalls: [],
  documents: [],
  spans: [],
};

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items;
}
