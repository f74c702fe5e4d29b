import { expect, test } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { timeBreakdown } from './time-breakdown.ts';
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

test('a span that still runs reaches to the last moment that is known, so that its time adds up', () => {
  const trace = traceColumns({
    ...{ traceId: '0af7651916cd43dd8448eb211c80319c', startNs: '1790000000000000000', durationUs: 900, spanCount: 3 },
    ...{ names: ['step'], models: [], services: ['app'], name: [0, 0, 0], model: [-1, -1, -1], service: [0, 0, 0] },
    spanId: ['b7ad6b7169203331', '00f067aa0ba902b7', '00f067aa0ba902b8'],
    parent: [-1, 0, 0],
    kind: [2, 4, 1],
    otelKind: [1, 1, 3],
    startUs: [0, 100, 900],
    lengthUs: [0, 700, 0],
    ttftUs: [-1, -1, -1],
    streamInput: [0, 0, 0],
    inputTokens: [-1, -1, -1],
    outputTokens: [-1, -1, -1],
    costUsd: [-1, -1, -1],
    status: [3, 1, 3],
  });

  expect([...trace.endUs]).toEqual([900, 800, 900]);
  expect(timeBreakdown(trace, criticalPath(trace)).reduce((sum, { us }) => sum + us, 0)).toBe(900);
});
