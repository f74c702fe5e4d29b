import { defaultClient, type TracewrightClient } from '@tracewright/client/node';
import type { BootstrapOptions } from '@tracewright/statistics';
import { compareByTag, compareGrids, type GridComparison, type TagChange } from './compare-grids.ts';
import { type ComparedEvaluation, type EvaluationRef, loadEvaluation } from './load-evaluation.ts';

export interface CompareOptions extends BootstrapOptions {
  /** Tags by whose values rows are compared apart as well. Default: every tag with 2 to 20 values. */
  readonly tags?: readonly string[];
  /** Default: that of `@tracewright/client/node`. */
  readonly client?: TracewrightClient;
  /** Where evaluations are looked for by name. Default: that of the client. */
  readonly experiment?: string;
}

/** What has changed from one evaluation to another. */
export interface EvaluationComparison extends GridComparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /** By tag: what has changed among the rows with each value. */
  readonly byTag: Readonly<Record<string, readonly TagChange[]>>;
}

/** One of the two. */
export interface ComparedSide {
  readonly name: string;
  /** Undefined where nothing was tracked. */
  readonly runId: string | undefined;
}

const MAX_TAG_VALUES = 20;

/**
 * Compares two evaluations row by row, the earlier one first. A difference is held against chance: see `changes`.
 *
 * @throws EvaluationError `INVALID_OPTIONS` for a name that no evaluation has; TracewrightError
 * @example
 * const { changes, rowChanges } = await compare('prompt v1', result);
 */
export async function compare(
  before: EvaluationRef,
  after: EvaluationRef,
  options: CompareOptions = {},
): Promise<EvaluationComparison> {
  const client = (): TracewrightClient => options.client ?? defaultClient();
  const { experiment } = options;
  const later = await loadEvaluation(after, { client, experiment, beside: runIdOf(before) });
  const earlier = await loadEvaluation(before, { client, experiment, beside: later.runId });
  return compareLoaded(earlier, later, options);
}

/** Undefined where only its name is known. */
function runIdOf(ref: EvaluationRef): string | undefined {
  if (typeof ref !== 'string') return ref.runId;
  return /^[0-9a-f]{32}$/.test(ref) ? ref : undefined;
}

function compareLoaded(
  before: ComparedEvaluation,
  after: ComparedEvaluation,
  { draws, seed, level, tags = tellingTags(after) }: CompareOptions,
): EvaluationComparison {
  const options = {
    shapes: { ...before.shapes, ...after.shapes },
    ...(draws !== undefined && { draws }),
    ...(seed !== undefined && { seed }),
    ...(level !== undefined && { level }),
  };
  const byTag = tags.map((tag) => [tag, compareByTag(before.grid, after.grid, tag, options)] as const);
  return {
    before: { name: before.name, runId: before.runId },
    after: { name: after.name, runId: after.runId },
    ...compareGrids(before.grid, after.grid, options),
    byTag: Object.fromEntries(byTag),
  };
}

function tellingTags({ grid }: ComparedEvaluation): readonly string[] {
  return Object.keys(grid.tags).filter((tag) => {
    const values = new Set(grid.tags[tag]);
    return values.size > 1 && values.size <= MAX_TAG_VALUES;
  });
}
