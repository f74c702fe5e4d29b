import { expect, test } from 'vitest';
import { traceColumns } from './trace-columns.ts';

test('a skeleton becomes columns with ends instead of lengths', () => {
  const trace = traceColumns({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    startNs: '1790000000000000000',
    durationUs: 900,
    spanCount: 2,
    names: ['answer', 'chat demo-small'],
    models: ['demo-small'],
    services: ['app'],
    spanId: ['b7ad6b7169203331', '00f067aa0ba902b7'],
    parent: [-1, 0],
    name: [0, 1],
    kind: [2, 1],
    otelKind: [1, 3],
    startUs: [0, 100],
    lengthUs: [900, 700],
    ttftUs: [-1, 250],
    streamInput: [0, 1],
    inputTokens: [-1, 12],
    outputTokens: [-1, 8],
    costUsd: [-1, 0.001],
    model: [-1, 0],
    service: [0, 0],
    status: [1, 1],
  });

  expect(trace).toEqual({
    count: 2,
    parent: Int32Array.of(-1, 0),
    kind: Uint8Array.of(2, 1),
    otelKind: Uint8Array.of(1, 3),
    startUs: Float64Array.of(0, 100),
    endUs: Float64Array.of(900, 800),
    ttftUs: Float64Array.of(-1, 250),
    streamInput: Uint8Array.of(0, 1),
  });
});
