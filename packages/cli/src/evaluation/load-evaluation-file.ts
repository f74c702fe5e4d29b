import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TracewrightClient } from '@tracewright/client/node';
import { type EvaluateOptions, type EvaluationResult, evaluate } from '@tracewright/evaluate';
import { CommandError } from '../command/command-error.ts';

/** What an evaluation is run with. */
export interface EvaluationRuntime {
  readonly client: TracewrightClient;
}

/** What a file may export as `evaluation`, or by default. */
type Exported =
  | EvaluateOptions
  | EvaluationResult
  | ((runtime: EvaluationRuntime) => EvaluateOptions | EvaluationResult | Promise<EvaluateOptions | EvaluationResult>);

/**
 * Runs the evaluation that a file exports: options for `evaluate`, a function that gives some or evaluates by itself, or
 * a result that it has made while it was loaded. TypeScript is read by Node.js itself.
 *
 * @throws CommandError for a file that exports none of these; what the file or the evaluation throws
 */
export async function runEvaluationFile(file: string, runtime: EvaluationRuntime): Promise<EvaluationResult> {
  if (/\.[cm]?ts$/.test(file) && !process.features.typescript) {
    throw new CommandError(`this Node.js (${process.version}) does not read TypeScript: use 22.18 or newer`, 2);
  }
  const module = (await import(pathToFileURL(resolve(file)).href)) as { evaluation?: unknown; default?: unknown };
  const exported = (module.evaluation ?? module.default) as Exported | undefined;
  const given: unknown = await (typeof exported === 'function' ? exported(runtime) : exported);
  if (isResult(given)) return given;
  if (isOptions(given)) return evaluate({ ...runtime, ...given });
  throw new CommandError(`${file} exports no evaluation: neither as "evaluation" nor by default`, 2);
}

/** By its shape: the file may have another copy of the package. */
function isResult(value: unknown): value is EvaluationResult {
  return typeof value === 'object' && value !== null && 'rows' in value && 'grid' in value && 'metrics' in value;
}

function isOptions(value: unknown): value is EvaluateOptions {
  return typeof value === 'object' && value !== null && 'data' in value && 'scorers' in value;
}
