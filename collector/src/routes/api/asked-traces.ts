import type { Context } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { allOf, compare, type Expression } from '../../filter/expression.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { resolveNotes } from '../../filter/resolve-notes.ts';
import { statusesMeant } from '../../filter/statuses-meant.ts';
import { columnText } from '../../normalise/column-text.ts';
import { choiceParameter, parseQuery, shortText, timeParameter } from './query-parameters.ts';
import type { TraceNotes } from './trace-notes.ts';

/** The parameters by which every question about traces says which ones it means. */
const Asked = v.object({
  filter: v.optional(v.string(), ''),
  /** First start that is meant, and the first that no longer is. */
  from: v.optional(timeParameter),
  to: v.optional(timeParameter),
  status: v.optional(choiceParameter('unset', 'ok', 'error', 'running')),
  model: v.optional(shortText),
  experimentId: v.optional(v.pipe(v.string(), v.regex(/^\d{1,19}$/, 'is a decimal number'))),
  sessionId: v.optional(shortText),
});

/** What questions are read with. */
export interface Asking {
  readonly notes: TraceNotes;
  readonly nowNs: () => bigint;
}

/**
 * The traces that a request asks about, its filter and its other parameters taken together.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` naming the parameter; FilterError where the filter cannot be read.
 */
export async function askedTraces(c: Context<AppEnv>, { notes, nowNs }: Asking): Promise<Expression> {
  const asked = parseQuery(Asked, c.req.query());
  const { workspaceId } = c.get('principal');
  const conditions = [parseFilter(asked.filter, 'trace', nowNs())];
  if (asked.status !== undefined) conditions.push(compare('status', 'in', ...statusesMeant(asked.status)));
  if (asked.model !== undefined) conditions.push(compare('model', '=', columnText(asked.model)));
  if (asked.experimentId !== undefined) conditions.push(compare('experiment', '=', asked.experimentId));
  if (asked.sessionId !== undefined) conditions.push(compare('session', '=', columnText(asked.sessionId)));
  return allOf(await resolveNotes(allOf(...conditions), workspaceId, notes), ...bounds(asked));
}

/** The same of spans: their filter and their start. */
export async function askedSpans(c: Context<AppEnv>, { notes, nowNs }: Asking): Promise<Expression> {
  const asked = parseQuery(v.pick(Asked, ['filter', 'from', 'to']), c.req.query());
  const filter = parseFilter(asked.filter, 'span', nowNs());
  return allOf(await resolveNotes(filter, c.get('principal').workspaceId, notes), ...bounds(asked));
}

function bounds({ from, to }: { readonly from?: bigint | undefined; readonly to?: bigint | undefined }): Expression[] {
  return [
    ...(from === undefined ? [] : [compare('time', '>=', from)]),
    ...(to === undefined ? [] : [compare('time', '<', to)]),
  ];
}
