import type { TraceCondition, TraceFilter, TraceRow } from './span-store.ts';

/** Tells whether a trace meets every condition: the meaning that adapters give to a filter in their own language. */
export function matches(row: TraceRow, filter: TraceFilter): boolean {
  return filter.conditions.every((condition) => meets(row, condition));
}

function meets(row: TraceRow, condition: TraceCondition): boolean {
  switch (condition.field) {
    case 'start_ns':
      return compares(row.startNs, condition.op, condition.value);
    case 'status':
      return (row.status === condition.value) === (condition.op === '=');
    case 'name':
      return row.name === condition.value;
    case 'model':
      return row.models.includes(condition.value);
    case 'session_id':
      return row.sessionId === condition.value;
    case 'user_id':
      return row.userId === condition.value;
    case 'service':
      return row.service === condition.value;
    case 'experiment_id':
      return row.experimentId === condition.value;
  }
}

function compares(left: bigint, op: '<' | '<=' | '>' | '>=', right: bigint): boolean {
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
