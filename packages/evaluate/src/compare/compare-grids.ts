import type { EvaluationGrid } from '@tracewright/schema';
import type { BootstrapOptions } from '@tracewright/statistics';
import { compareMeasures, type MeasureChange } from './compare-measures.ts';
import { measuresOf } from './measures.ts';
import { type PairedRow, pairRows } from './paired-rows.ts';
import { type RowChange, rowChanges } from './row-changes.ts';
import type { ScoreShapes } from './score-shapes.ts';

/** How two evaluations are compared. */
export interface CompareGridsOptions extends BootstrapOptions {
  /** What is known of the scores (`scoreShapes`). What is not is guessed from which values pass, else higher is better. */
  readonly shapes?: ScoreShapes;
}

/** What has changed from one evaluation to a later one, row by row. */
export interface GridComparison {
  /** Rows that both have; only these are compared. */
  readonly rows: number;
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** Rows whose task failed, in any trial. */
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  /** The overall score first if there are several, then each score, then what rows took. */
  readonly changes: readonly MeasureChange[];
  /** Those that got worse first. */
  readonly rowChanges: readonly RowChange[];
}

/** What has changed among the rows with one value of a tag. */
export interface TagChange {
  /** Null: rows without the tag. */
  readonly value: string | null;
  readonly rows: number;
  readonly changes: readonly MeasureChange[];
}

/**
 * Compares two evaluations row by row: rows are paired by key, trials averaged within a row first, and what differs is
 * held against chance by drawing rows anew. The same seed gives the same figures.
 */
export function compareGrids(
  before: EvaluationGrid,
  after: EvaluationGrid,
  options: CompareGridsOptions = {},
): GridComparison {
  const { rows, onlyBefore, onlyAfter } = pairRows(before, after);
  const measures = measuresOf(rows, before, after, options.shapes ?? {});
  return {
    rows: rows.length,
    onlyBefore,
    onlyAfter,
    errorsBefore: countErrors(rows, 'before', before),
    errorsAfter: countErrors(rows, 'after', after),
    changes: compareMeasures(measures, options),
    rowChanges: rowChanges(rows, measures, before, after),
  };
}

/**
 * The same for each value of a tag by itself, the value with the largest loss of its first measure first. Fewer draws
 * (2,000 by default) will do to see where to look.
 */
export function compareByTag(
  before: EvaluationGrid,
  after: EvaluationGrid,
  tag: string,
  options: CompareGridsOptions = {},
): readonly TagChange[] {
  const { rows } = pairRows(before, after);
  const measures = measuresOf(rows, before, after, options.shapes ?? {});
  const groups = Map.groupBy(rows.keys(), (place) => after.tags[tag]?.[rows[place]!.after[0]!] ?? null);
  return [...groups]
    .map(([value, places]) => ({
      value,
      rows: places.length,
      changes: compareMeasures(measures, { draws: 2_000, ...options }, places),
    }))
    .sort((a, b) => gainOf(a) - gainOf(b));
}

function gainOf({ changes: [first] }: TagChange): number {
  if (first === undefined || Number.isNaN(first.delta.estimate)) return 0;
  return first.delta.estimate * (first.direction === 'higher' ? 1 : -1);
}

function countErrors(rows: readonly PairedRow[], side: 'before' | 'after', { errors }: EvaluationGrid): number {
  return rows.filter((row) => row[side].some((place) => errors[place] !== null)).length;
}
