import { filterValue } from '../format/filter-literal.ts';
import { momentNs } from '../url/time-range.ts';

/** Which traces a question is about. Absent fields do not filter. */
export interface TraceFilter {
  readonly status?: string | undefined;
  readonly model?: string | undefined;
  readonly sessionId?: string | undefined;
  /** In the filter language. */
  readonly filter?: string | undefined;
  /** First start and first excluded one, as `Moment` of `url/time-range.ts` writes them. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The parameters by which the API takes a filter. @param nowMs What moments from now are counted from. */
export function askedTraces(
  filter: TraceFilter,
  more: Readonly<Record<string, string>> = {},
  nowMs: number = Date.now(),
): URLSearchParams {
  const { from, to, ...same } = filter;
  const query = new URLSearchParams(more);
  const asked = { ...same, from: momentNs(from, nowMs), to: momentNs(to, nowMs) };
  for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value);
  return query;
}

/**
 * The spans of the traces of a filter that a further filter on spans chooses.
 *
 * @param also In the filter language, of single spans; '' for all.
 */
export function askedSpans(
  { status, model, sessionId, filter = '', from, to }: TraceFilter,
  also = '',
  nowMs: number = Date.now(),
): URLSearchParams {
  const ofTrace = [
    filter.trim() === '' ? '' : `(${filter})`,
    status ? `status = ${status}` : '',
    model ? `model = ${filterValue(model)}` : '',
    sessionId ? `session = ${filterValue(sessionId)}` : '',
  ].filter((condition) => condition !== '');
  const conditions = [...(ofTrace.length > 0 ? [`trace(${ofTrace.join(' AND ')})`] : []), ...(also ? [also] : [])];
  return askedTraces({ filter: conditions.join(' AND '), from, to }, {}, nowMs);
}

/** Whether a filter's traces change by the passing of time alone. */
export function isFromNow({ from, to }: TraceFilter): boolean {
  return [from, to].some((moment) => moment?.startsWith('-'));
}
