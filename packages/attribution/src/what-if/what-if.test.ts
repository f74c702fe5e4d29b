import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childIndex } from '../child-index.ts';
import { arbitraryTrace } from '../testing/arbitrary-trace.ts';
import { buildTrace, deepChain, flatSequence } from '../testing/build-trace.ts';
import type { TraceColumns } from '../trace-columns.ts';
import { traceInterval } from '../trace-interval.ts';
import type { StepChange } from './step-change.ts';
import { whatIf } from './what-if.ts';

const root = { start: 0, end: 100 };
const FASTER: StepChange = { type: 'faster', factor: 2 };

function played(trace: TraceColumns, ...changes: readonly (readonly [number, StepChange])[]) {
  const { trace: changed, totalUs } = whatIf(trace, new Map(changes));
  return { totalUs, spans: Array.from(changed.startUs, (start, span) => [start, changed.endUs[span]!]) };
}

describe('one after the other', () => {
  const trace = buildTrace(root, { start: 10, end: 50, parent: 0 }, { start: 60, end: 90, parent: 0 });

  test('a step twice as fast lets the next one begin earlier, after the same pause', () => {
    expect(played(trace, [1, FASTER])).toEqual({
      totalUs: 80,
      spans: [
        [0, 80],
        [10, 30],
        [40, 70],
      ],
    });
  });

  test('a cached step takes no time', () => {
    expect(played(trace, [1, { type: 'cached' }]).totalUs).toBe(60);
  });

  test('a step whose first attempt succeeds is shorter by the time of the others', () => {
    expect(played(trace, [1, { type: 'no_retries', wastedUs: 25 }]).totalUs).toBe(75);
  });

  test('children that run side by side all begin with the first', () => {
    expect(played(trace, [0, { type: 'parallel' }])).toEqual({
      totalUs: 60,
      spans: [
        [0, 60],
        [10, 50],
        [10, 40],
      ],
    });
  });

  test('a slower model makes the trace longer', () => {
    expect(played(trace, [1, { type: 'other_model', lengthUs: 60, costUsd: undefined }]).totalUs).toBe(120);
  });

  test('the whole trace twice as fast takes half of its time', () => {
    expect(played(trace, [0, FASTER]).totalUs).toBe(50);
  });
});

test('of two steps side by side, the slower one is still waited for', () => {
  const trace = buildTrace(
    root,
    { start: 10, end: 50, parent: 0 },
    { start: 10, end: 40, parent: 0 },
    { start: 60, end: 90, parent: 0 },
  );

  expect(played(trace, [1, { type: 'cached' }]).totalUs).toBe(90);
  expect(played(trace, [1, FASTER], [2, FASTER]).totalUs).toBe(80);
});

test('a reader of a stream follows the model that it reads from', () => {
  const trace = buildTrace(
    root,
    { start: 0, end: 80, parent: 0, kind: 'llm', ttft: 40 },
    { start: 42, end: 84, parent: 0, kind: 'parser', streamInput: true },
  );

  expect(played(trace, [1, FASTER])).toEqual({
    totalUs: 60,
    spans: [
      [0, 60],
      [0, 40],
      [21, 44],
    ],
  });
});

test('a child that nobody waits for shortens nothing', () => {
  const trace = buildTrace(
    { ...root, otelKind: 4 },
    { start: 10, end: 90, parent: 0, otelKind: 5 },
    { start: 20, end: 130, parent: 0 },
  );

  expect(played(trace, [1, FASTER], [2, FASTER]).totalUs).toBe(100);
});

test('the first token comes earlier along with its call', () => {
  const trace = buildTrace(root, { start: 10, end: 50, parent: 0, kind: 'llm', ttft: 30 });

  expect(whatIf(trace, new Map([[1, FASTER]])).trace.ttftUs[1]).toBe(15);
  expect(whatIf(trace, new Map([[1, { type: 'no_retries', wastedUs: 20 }]])).trace.ttftUs[1]).toBe(10);
});

test('nothing chosen gives the trace as it was, whatever its shape', () => {
  fc.assert(
    fc.property(arbitraryTrace, (trace) => {
      const same = whatIf(trace, new Map());
      const { startUs, endUs } = traceInterval(trace, childIndex(trace).roots);

      expect(same.trace).toEqual(trace);
      expect(same.totalUs).toBe(Math.max(0, endUs - startUs));
    }),
  );
});

test('no speed-up makes a trace take longer, or any span of it end later', () => {
  const speedUp = fc.oneof(
    fc.record({ type: fc.constant('faster' as const), factor: fc.constantFrom(1, 2, 10) }),
    fc.constant({ type: 'cached' as const }),
    fc.record({ type: fc.constant('no_retries' as const), wastedUs: fc.integer({ min: 0, max: 50 }) }),
    fc.constant({ type: 'parallel' as const }),
  );
  const changes = fc.array(fc.tuple(fc.nat(39), speedUp), { maxLength: 5 }).map((entries) => new Map(entries));
  fc.assert(
    fc.property(arbitraryTrace, changes, (trace, chosen) => {
      const { startUs, endUs } = traceInterval(trace, childIndex(trace).roots);
      const after = whatIf(trace, chosen);

      expect(after.totalUs).toBeLessThanOrEqual(Math.max(0, endUs - startUs) + 1e-6);
      expect(after.totalUs).toBeGreaterThanOrEqual(0);
      for (let span = 0; span < trace.count; span++)
        expect(after.trace.endUs[span]).toBeLessThanOrEqual(trace.endUs[span]! + 1e-6);
    }),
  );
});

test('deep chains and long sequences are no trouble', () => {
  expect(whatIf(deepChain(20_000), new Map([[0, FASTER]])).totalUs).toBe(20_000);
  expect(whatIf(flatSequence(20_000), new Map([[0, FASTER]])).totalUs).toBe(99_995);
});
