import type { TraceRow } from '../../../storage/spans/span-store.ts';
import type { TraceInfo } from '../../../storage/tracking/trace-infos/trace-info-store.ts';
import type { MlflowContext } from '../endpoint.ts';
import { exchangeOf } from './span-exchange.ts';

/** What was asked and answered, in short; undefined where nothing is known of it. */
export interface Previews {
  readonly request: string | undefined;
  readonly response: string | undefined;
}

/** Characters of a preview, as MLflow cuts them. */
export const MAX_PREVIEW = 1_000;

/** What the client chose, else what the root was called with and what it returned, as JSON. */
export async function rootPreviews(
  row: TraceRow | undefined,
  info: TraceInfo | undefined,
  { traces, previews, principal }: MlflowContext,
): Promise<Previews> {
  const request = info?.requestPreview ?? undefined;
  const response = info?.responsePreview ?? undefined;
  if (row === undefined || (request !== undefined && response !== undefined)) return { request, response };
  const { workspaceId } = principal;
  const said = await previews.of(workspaceId, row, async () => {
    const root = await traces.spans.getSpan(workspaceId, row.traceId, row.rootSpanId);
    if (root === undefined) return { request: undefined, response: undefined };
    const { input, output } = exchangeOf(traces.spanDetail(root));
    return { request: cut(input), response: cut(output) };
  });
  return { request: request ?? said.request, response: response ?? said.response };
}

function cut(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length <= MAX_PREVIEW ? text : `${text.slice(0, MAX_PREVIEW - 3)}...`;
}
