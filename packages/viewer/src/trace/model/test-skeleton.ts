import { STEP_KINDS, type StepKind, type TraceSkeleton } from '@tracewright/schema';

/** A span of a test: name, parent's index, start and end in µs. */
export type TestSpan = readonly [name: string, parent: number, startUs: number, endUs: number, kind?: StepKind];

/** A skeleton of spans written out; ids are `0000000000000000` and so on by index. */
export function testSkeleton(spans: readonly TestSpan[]): TraceSkeleton {
  const none = spans.map(() => -1);
  const names = [...new Set(spans.map(([name]) => name))];
  return {
    traceId: 'a'.repeat(32),
    startNs: '1790000000000000000',
    durationUs: Math.max(0, ...spans.map(([, , , endUs]) => endUs)),
    spanCount: spans.length,
    names,
    models: [],
    services: ['test'],
    spanId: spans.map((_, at) => testSpanId(at)),
    parent: spans.map(([, parent]) => parent),
    name: spans.map(([name]) => names.indexOf(name)),
    kind: spans.map(([, , , , kind]) => STEP_KINDS.indexOf(kind ?? 'chain')),
    otelKind: spans.map(() => 1),
    startUs: spans.map(([, , startUs]) => startUs),
    lengthUs: spans.map(([, , startUs, endUs]) => endUs - startUs),
    ttftUs: none,
    streamInput: spans.map(() => 0),
    inputTokens: none,
    outputTokens: none,
    costUsd: none,
    model: none,
    service: spans.map(() => 0),
    status: spans.map(() => 1),
  };
}

export function testSpanId(at: number): string {
  return at.toString(16).padStart(16, '0');
}
