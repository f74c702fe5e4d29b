import type { StepKind } from '../step-kind.ts';
import type { Status } from './trace.ts';

/** A row of `GET /api/v1/spans?filter=&from=&to=&limit=&cursor=`: spans of all traces, the newest start first. */
export interface SpanSummary {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: StepKind;
  readonly startNs: string;
  readonly durationMs: number;
  readonly status: Status;
  readonly ttftMs: number | null;
  readonly service: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  readonly isCostPartial: boolean;
  readonly isUsageEstimated: boolean;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly promptName: string | null;
  readonly promptVersion: string | null;
  readonly preview: string | null;
}
