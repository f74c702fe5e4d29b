import type { TracewrightClient } from '@tracewright/client/node';
import {
  compare,
  comparisonText,
  type EvaluationComparison,
  EvaluationError,
  type EvaluationResult,
  intervalLevel,
  type RegressionOptions,
  regressionsOf,
} from '@tracewright/evaluate';
import { EVALUATION_TAG } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { evaluationClient } from '../evaluation/client.ts';
import { evaluationFailure } from '../evaluation/evaluation-failure.ts';
import { runEvaluationFile } from '../evaluation/load-evaluation-file.ts';
import { REGRESSION_OPTIONS, regressionOptions } from '../evaluation/regression-options.ts';
import { CLIENT_OPTIONS } from '../server/client-options.ts';

/** What came of a file, for programs. */
interface Outcome {
  readonly result: EvaluationResult;
  readonly comparison: EvaluationComparison | undefined;
  readonly regressions: readonly string[];
}

/** 0: as good as its baseline, as far as anybody can tell; 1: worse; 2: it could not be evaluated. */
export const evalRun: Command = command({
  name: 'eval run',
  says: 'Run the evaluation of a file, and fail where it is worse than another.',
  operands: '<file>',
  options: {
    ...CLIENT_OPTIONS,
    baseline: {
      value: 'evaluation',
      says: 'its name, the id of its run, or "last" for the one before of the same name',
    },
    ...REGRESSION_OPTIONS,
    json: { says: 'print JSON' },
  },
  async run({ baseline, json, metric, margin, evidence, ...given }, [file, ...more], io) {
    if (file === undefined || more.length > 0) throw usageError('say one file');
    const options = regressionOptions({ metric, margin, evidence });
    process.once('uncaughtExceptionMonitor', endAsFailure);
    try {
      const client = evaluationClient(given, io);
      const result = await runEvaluationFile(file, { client });
      const comparison = await comparisonOf(result, baseline ?? result.baseline, { options, client, io });
      const regressions = comparison === undefined ? [] : regressionsOf(comparison, options);
      print({ result, comparison, regressions }, json === true, options, io);
      return regressions.length > 0 ? 1 : 0;
    } catch (error) {
      throw evaluationFailure(error);
    } finally {
      process.off('uncaughtExceptionMonitor', endAsFailure);
    }
  },
});

/** Of what the file's code leaves uncaught Node.js ends the process with 1, which would say that something got worse. */
function endAsFailure(): void {
  process.once('exit', () => {
    process.exitCode = 2;
  });
}

interface Surroundings {
  readonly options: RegressionOptions;
  readonly client: TracewrightClient;
  readonly io: Io;
}

async function comparisonOf(
  result: EvaluationResult,
  baseline: string | undefined,
  { options, client, io }: Surroundings,
): Promise<EvaluationComparison | undefined> {
  if (baseline === undefined) return undefined;
  const isLast = baseline === 'last';
  try {
    const level = intervalLevel(options);
    const comparison = await compare(isLast ? result.name : baseline, result, { client, level });
    if (result.runId !== undefined && comparison.before.runId !== undefined) {
      await client.runs.setTag(result.runId, EVALUATION_TAG.baseline, comparison.before.runId);
    }
    return comparison;
  } catch (error) {
    // The first of its name has none before it.
    if (!isLast || !(error instanceof EvaluationError) || error.code !== 'INVALID_OPTIONS') throw error;
    say(io, `there is no earlier evaluation called ${result.name} to compare with`);
    return undefined;
  }
}

function print(outcome: Outcome, asJson: boolean, options: RegressionOptions, io: Io): void {
  const { result, comparison, regressions } = outcome;
  const { name, runId, url, metrics } = result;
  if (asJson) {
    io.stdout.write(`${JSON.stringify({ name, runId, url, metrics, regressions, comparison }, undefined, 2)}\n`);
    return;
  }
  const lines =
    comparison === undefined
      ? Object.entries(metrics).map(([metric, value]) => `${metric}  ${Number(value.toPrecision(6))}`)
      : [comparisonText(comparison, intervalLevel(options))];
  io.stdout.write(`${[...lines, ...(url === undefined ? [] : ['', url])].join('\n')}\n`);
  for (const regression of regressions) say(io, regression);
}
