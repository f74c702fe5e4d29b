import { defaultClient, type NodeRun, type TracewrightClient } from '@tracewright/client/node';
import { EVALUATION_RUN_TYPE, EVALUATION_TAG } from '@tracewright/schema';
import type { Expectations, Scorer } from '@tracewright/scoring';
import { openData } from '../data/evaluation-data.ts';
import type { EvaluationResult } from '../results/evaluation-result.ts';
import { shapesOf } from '../results/metrics.ts';
import { checkOptions, checkScorers } from './check-options.ts';
import { CONCURRENCY, Evaluation } from './evaluation.ts';
import { findBaseline } from './find-baseline.ts';
import { FinishedRows } from './finished-rows.ts';
import type { EvaluateOptions } from './options.ts';

/** Where the run says which tables it has. */
const TABLES_TAG = 'mlflow.loggedArtifacts';

/**
 * Runs a task on rows of data and scores what it gives. It is a run of its experiment: its rows are traces, its scores
 * assessments of them, what they add up to its metrics. With `track: false` all of it stays in memory.
 *
 * A row whose task fails has an error and no score, a scorer that fails an error in its cell: neither ends the rest.
 *
 * @throws EvaluationError `INVALID_OPTIONS`, `INVALID_DATA`; `ABORTED` and `LOGGING_FAILED` with what was done
 * @example
 * const result = await evaluate({
 *   data: [{ inputs: { question: 'Which city?' }, expectations: { expected_response: 'Paris' } }],
 *   task: ({ question }) => answer(question),
 *   scorers: [scorers.exactMatch()],
 * });
 */
export async function evaluate<Inputs, Output, Expected = Expectations>(
  options: EvaluateOptions<Inputs, Output, Expected>,
): Promise<EvaluationResult<Inputs, Output, Expected>> {
  // Inside, rows are rows of any kind: what they are is the word of whoever gives them.
  const any = options as unknown as EvaluateOptions;
  const scorers = any.scorers as readonly Scorer[];
  checkOptions(any);
  checkScorers(scorers);
  const name = any.name ?? (any.task?.name || 'evaluation');
  const result = await (any.track === false ? inMemory(any, name, scorers) : tracked(any, name, scorers));
  return result as EvaluationResult<Inputs, Output, Expected>;
}

async function inMemory(options: EvaluateOptions, name: string, scorers: readonly Scorer[]): Promise<EvaluationResult> {
  const { client, signal = new AbortController().signal } = options;
  const data = await openData(options.data as never, client);
  const none = { run: undefined, finished: undefined, loggedTables: undefined, baseline: undefined };
  return new Evaluation({ ...none, name, options, scorers, data, client, signal }).work();
}

async function tracked(options: EvaluateOptions, name: string, scorers: readonly Scorer[]): Promise<EvaluationResult> {
  const { client = defaultClient(), resume, experiment } = options;
  const data = await openData(options.data as never, client);
  const given = options.baseline;
  const baseline = given === undefined ? undefined : await findBaseline(given, experiment, client);
  const before = resume === undefined ? undefined : await client.runs.get(resume);
  const finished = resume === undefined ? undefined : await FinishedRows.of(resume, client, shapesOf(scorers).keys());
  const work = async (run: NodeRun): Promise<EvaluationResult> => {
    if (data.input !== undefined) await client.datasets.logInput(run.id, data.input, 'evaluation');
    const loggedTables = before?.tags[TABLES_TAG];
    const { signal } = run;
    const parts = { name, options, scorers, data, client, run, finished, loggedTables, baseline, signal };
    return new Evaluation(parts).work();
  };
  return client.startRun(runOptions(options, name, scorers, baseline), work);
}

function runOptions(
  options: EvaluateOptions,
  name: string,
  scorers: readonly Scorer[],
  baseline: string | undefined,
): Parameters<TracewrightClient['startRun']>[0] & object {
  const { resume, experiment, description, signal, trials = 1, concurrency = CONCURRENCY, task } = options;
  const tags = {
    ...options.tags,
    [EVALUATION_TAG.runType]: EVALUATION_RUN_TYPE,
    ...(baseline === undefined ? {} : { [EVALUATION_TAG.baseline]: baseline }),
  };
  const params = {
    scorers: scorers.map((scorer) => scorer.name),
    ...{ trials, concurrency, task: task?.name || undefined },
    ...options.params,
  };
  return {
    name,
    tags,
    // A run that goes on has them already, and parameters do not change.
    ...(resume === undefined ? { params } : { runId: resume }),
    ...(experiment === undefined ? {} : { experiment }),
    ...(description === undefined ? {} : { description }),
    ...(signal === undefined ? {} : { signal }),
  };
}
