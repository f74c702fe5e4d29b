import type { Nanos } from '@tracewright/schema';
import type { SpanBatch, SpanRecord } from '../span-record.ts';

/** 2026-01-01T00:00:00Z. */
export const NEW_YEAR: Nanos = 1_767_225_600_000_000_000n as Nanos;

/** A span that says nothing but who it is: an ended root of one second. */
export function sampleSpan(span: Partial<SpanRecord> & Pick<SpanRecord, 'traceId' | 'spanId'>): SpanRecord {
  const startNs = span.startNs ?? NEW_YEAR;
  return {
    parentSpanId: '',
    fallbackParentSpanId: '',
    name: 'step',
    kind: 'task',
    otelKind: 1,
    startNs,
    endNs: (startNs + 1_000_000_000n) as Nanos,
    statusCode: 0,
    isPending: false,
    service: '',
    provider: '',
    model: '',
    ttftUs: -1,
    inputTokens: -1,
    outputTokens: -1,
    cacheReadTokens: -1,
    cacheWriteTokens: -1,
    reasoningTokens: -1,
    isStreamInput: false,
    isUsageEstimated: false,
    costNanoUsd: -1,
    isCostPartial: false,
    costSource: '',
    sessionId: '',
    userId: '',
    runId: '',
    promptName: '',
    promptVersion: '',
    preview: '',
    payload: new Uint8Array([1, 2, 3]),
    ...span,
  };
}

/** One batch of workspace `default` and experiment `0`, unless it says otherwise. */
export function sampleBatch(spans: readonly SpanRecord[], batch: Partial<Omit<SpanBatch, 'groups'>> = {}): SpanBatch {
  const groups = [{ resource: new Uint8Array([7]), scope: new Uint8Array([8]), spans }];
  return { workspaceId: 'default', experimentId: '0', groups, ...batch };
}

/** 32 hex digits that end in `number`. */
export function traceIdOf(number: number): string {
  return `a0a0a0a0a0a0a0a0${number.toString(16).padStart(16, '0')}`;
}

/** 16 hex digits that end in `number`. */
export function spanIdOf(number: number): string {
  return `b0b0b0b0${number.toString(16).padStart(8, '0')}`;
}
