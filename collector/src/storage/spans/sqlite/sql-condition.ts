import type { SQLInputValue } from 'node:sqlite';
import type { TraceSet } from './text/trace-set.ts';

/** A condition on `traces`, with its parameters in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

/** A condition that lets everything through that a filter does, and if `isExact` nothing else. */
export interface FilterSql extends SqlCondition {
  readonly isExact: boolean;
  /** Set where an index has nothing but these traces, so that they are counted as fast as they are found. */
  readonly isIndexed?: true;
  /** The same in two parts that have no trace in common, where each has an index in the order of the list. */
  readonly parts?: readonly [SqlCondition, SqlCondition];
  /** Where an index of texts knows: nothing else passes, and if `isAll` each of them does; traces by their numbers. */
  readonly among?: { readonly traces: TraceSet; readonly isAll: boolean };
}

/** What is nothing but the filter itself. */
export function exactly(sql: string, ...parameters: readonly SQLInputValue[]): FilterSql {
  return { sql, parameters, isExact: true };
}

/** All of these. @param conditions at least one */
export function allOf(conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}
