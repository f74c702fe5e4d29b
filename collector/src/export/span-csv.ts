import { selfTimesUs, traceColumns } from '@tracewright/attribution';
import { type NanoUsd, toUsd } from '@tracewright/schema';
import { spanStatus } from '../filter/field-values.ts';
import { offsetUs } from '../storage/spans/offset-us.ts';
import type { SpanColumns } from '../storage/spans/span-store.ts';
import { traceSkeleton } from '../storage/spans/trace-skeleton.ts';
import { csvLine } from './csv.ts';

type Cell = string | number | boolean | null;

/** What stands in a row besides the span's own columns. */
interface Place {
  /** Name of the experiment, its id where nobody knows the name. */
  readonly experiment: string;
  /** Time of the span's own, as `self_time` in filters; -1 while it runs. */
  readonly selfUs: number;
}

/** New columns go behind the others: whoever reads the file may go by their places. */
const COLUMNS: Readonly<Record<string, (span: SpanColumns, place: Place) => Cell>> = {
  traceId: (span) => span.traceId,
  spanId: (span) => span.spanId,
  parentSpanId: (span) => span.parentSpanId,
  name: (span) => span.name,
  kind: (span) => span.kind,
  startNs: (span) => span.startNs.toString(),
  durationMs: (span) => offsetUs(span.startNs, span.endNs) / 1_000,
  status: (span) => spanStatus(span),
  ttftMs: (span) => msOf(span.ttftUs),
  service: (span) => span.service,
  provider: (span) => span.provider,
  model: (span) => span.model,
  inputTokens: (span) => known(span.inputTokens),
  outputTokens: (span) => known(span.outputTokens),
  costUsd: (span) => (span.costNanoUsd === -1 ? null : toUsd(span.costNanoUsd as NanoUsd)),
  isCostPartial: (span) => span.isCostPartial,
  isUsageEstimated: (span) => span.isUsageEstimated,
  sessionId: (span) => span.sessionId,
  userId: (span) => span.userId,
  promptName: (span) => span.promptName,
  promptVersion: (span) => span.promptVersion,
  cacheReadTokens: (span) => known(span.cacheReadTokens),
  cacheWriteTokens: (span) => known(span.cacheWriteTokens),
  reasoningTokens: (span) => known(span.reasoningTokens),
  costSource: (span) => span.costSource,
  selfMs: (_, { selfUs }) => msOf(selfUs),
  runId: (span) => span.runId,
  experiment: (_, { experiment }) => experiment,
  preview: (span) => span.preview,
};

const READERS = Object.values(COLUMNS);

/** The first line: names of columns, with their units. */
export const CSV_HEAD: string = csvLine(Object.keys(COLUMNS));

/**
 * A line for each span of a trace.
 *
 * @param spans all of them, as `SpanStore.getSpans` gives them
 */
export function spanCsv(traceId: string, spans: readonly SpanColumns[], experiment: string): string {
  const selfUs = selfTimesUs(traceColumns(traceSkeleton(traceId, spans)));
  return spans
    .map((span, index) => {
      const place = { experiment, selfUs: span.isPending ? -1 : selfUs[index]! };
      return csvLine(READERS.map((read) => read(span, place)));
    })
    .join('');
}

function known(count: number): number | null {
  return count < 0 ? null : count;
}

function msOf(us: number): number | null {
  return us < 0 ? null : us / 1_000;
}
