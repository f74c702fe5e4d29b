import type { SQLInputValue } from 'node:sqlite';
import type { TraceCondition, TraceFilter, TraceKey } from '../span-store.ts';
import { idBytes } from './chunk/id-bytes.ts';
import { STATUS_CODES, timeKey } from './trace-table.ts';

/** A condition on `traces`, with its parameters in order. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

/** Everything that the index by start answers, and the rest. */
export interface FilterSql {
  readonly range: SqlCondition;
  /** Undefined where the range says it all. */
  readonly rest: SqlCondition | undefined;
}

/** Columns compared as they are. */
const TEXT_COLUMNS = ['name', 'session_id', 'user_id', 'service', 'experiment_id'] as const;

/** Translates a filter on the traces of one workspace. */
export function filterSql(workspace: number, { conditions }: TraceFilter): FilterSql {
  const range = conditions.filter((condition) => condition.field === 'start_ns').map(conditionSql);
  const rest = conditions.filter((condition) => condition.field !== 'start_ns').map(conditionSql);
  return {
    range: allOf([{ sql: 'workspace = ?', parameters: [workspace] }, ...range]),
    rest: rest.length === 0 ? undefined : allOf(rest),
  };
}

/** Traces that a list shows after this one. */
export function afterSql({ startNs, traceId }: TraceKey): SqlCondition {
  return { sql: '(start_ns, trace_id) < (?, ?)', parameters: [timeKey(startNs), idBytes(traceId)] };
}

/** @param conditions at least one */
export function allOf(conditions: readonly SqlCondition[]): SqlCondition {
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

function conditionSql(condition: TraceCondition): SqlCondition {
  switch (condition.field) {
    case 'start_ns':
      return { sql: `start_ns ${condition.op} ?`, parameters: [timeKey(condition.value)] };
    case 'status':
      return { sql: `status ${condition.op} ?`, parameters: [STATUS_CODES.indexOf(condition.value)] };
    case 'model':
      // The search in the JSON text is cheap and lets too much through only for odd names, which the second part stops.
      return {
        sql: 'instr(models, ?) > 0 AND EXISTS (SELECT 1 FROM json_each(models) WHERE value = ?)',
        parameters: [JSON.stringify(condition.value), condition.value],
      };
    default:
      if (!TEXT_COLUMNS.includes(condition.field)) throw new TypeError(`unknown field ${condition.field}`);
      return { sql: `${condition.field} = ?`, parameters: [condition.value] };
  }
}
