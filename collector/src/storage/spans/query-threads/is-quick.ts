import type { Expression } from '../../../filter/expression.ts';
import { filterSql } from '../sqlite/trace-filter-sql.ts';
import type { QueryMethod, UnnumberedCall } from './query-protocol.ts';

/** Those that look at one trace, at some dozens of spans, at nothing but a counter, or at a page that an index has in order. */
const QUICK: ReadonlySet<QueryMethod> = new Set([
  'getTrace',
  'getSpans',
  'getSkeleton',
  'getSpan',
  'getSpansById',
  'getSentSpans',
  'changes',
  'runTraces',
  'lastChange',
]);

/**
 * Whether a question is answered within milliseconds however much is stored: one trace, or a list that the table of
 * traces tells in its own order. It is never to wait for one that looks at single spans, or at all there is.
 */
export function isQuick(call: UnnumberedCall): boolean {
  if (call.method !== 'listTraces') return QUICK.has(call.method);
  const [{ filter, order = 'start' }] = call.parameters;
  return order === 'start' && isOfTable(filter);
}

/** Whether the table of traces, without an index of texts, tells which traces these are. */
function isOfTable(filter: Expression): boolean {
  return filterSql(filter).isExact;
}
