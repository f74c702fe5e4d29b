import { allOf } from '../../../filter/expression.ts';
import type { MlflowContext } from '../endpoint.ts';
import { checkMaxResults } from '../max-results.ts';
import { decodePageToken, encodePageToken } from '../page-token.ts';
import { readTraces, type TraceFacts } from './read-traces.ts';
import { searchTraces } from './search-traces.ts';
import { mlflowTraceFilter, ofExperiments } from './trace-filter.ts';
import { parseTraceOrder } from './trace-order.ts';

/** What a request for traces says, whatever it calls their experiments. */
export interface InfoSearch {
  readonly filter: string;
  readonly max_results?: number | undefined;
  readonly order_by: readonly string[];
  readonly page_token?: string | undefined;
}

/** A part of the answer: what it says of each trace has yet to be put into the words of its version. */
export interface FoundInfos {
  readonly traces: readonly TraceFacts[];
  readonly next_page_token: string | undefined;
}

/**
 * A page of what there is to say about the traces of these experiments, and the token of the next one.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` for a filter, an order, a number or a token that is none.
 */
export async function searchInfos(
  experimentIds: readonly string[],
  request: InfoSearch,
  context: MlflowContext,
): Promise<FoundInfos> {
  const { rows, next } = await searchTraces(
    {
      filter: allOf(ofExperiments(experimentIds), await mlflowTraceFilter(request.filter, context)),
      order: parseTraceOrder(request.order_by),
      limit: checkMaxResults(request.max_results, { most: 500, usual: 100 }),
      after: decodePageToken(request.page_token),
    },
    context,
  );
  const traces = await readTraces(
    rows.map(({ traceId }) => traceId),
    context,
    rows.filter(({ spanCount }) => spanCount > 0),
  );
  return { traces, next_page_token: encodePageToken(next) };
}
