import { expect, test } from 'vitest';
import { criticalPath, criticalTimesUs } from './critical-path.ts';
import { selfTimesUs } from './self-time.ts';
import { stepStatistics } from './step-statistics.ts';
import { stepTree } from './step-tree.ts';
import { buildTrace } from './testing/build-trace.ts';

const AGENT = 0;
const TURN = 1;
const CALL = 2;

/** An agent of two turns with a call each. */
const trace = buildTrace(
  { start: 0, end: 100, kind: 'agent' },
  { start: 0, end: 40, parent: 0, kind: 'chain' },
  { start: 5, end: 35, parent: 1, kind: 'llm' },
  { start: 50, end: 90, parent: 0, kind: 'chain' },
  { start: 60, end: 70, parent: 3, kind: 'llm' },
);
const names = [AGENT, TURN, CALL, TURN, CALL];

test('spans of one name below the same step are one step', () => {
  const tree = stepTree(trace, names);

  expect([...tree.name]).toEqual([AGENT, TURN, CALL]);
  expect([...tree.parent]).toEqual([-1, 0, 1]);
  expect([...tree.depth]).toEqual([0, 1, 2]);
  expect([...tree.stepOf]).toEqual([0, 1, 2, 1, 2]);
});

test('a step of another kind is another step, whatever its name', () => {
  const tree = stepTree({ ...trace, kind: Uint8Array.of(3, 2, 1, 2, 4) }, names);

  expect([...tree.stepOf]).toEqual([0, 1, 2, 1, 3]);
});

test('a step adds up what its spans took, used and cost, and leaves out what is unknown', () => {
  const [agent, turn, call] = stepStatistics(trace, stepTree(trace, names), {
    selfUs: selfTimesUs(trace),
    criticalUs: criticalTimesUs(trace, criticalPath(trace)),
    inputTokens: [-1, -1, 200, -1, 100],
    outputTokens: [-1, -1, 20, -1, -1],
    costUsd: [-1, -1, -1, -1, -1],
    isError: (span) => span === 4,
  });

  expect(agent).toMatchObject({ count: 1, selfUs: 20, criticalUs: 20, inputTokens: undefined });
  expect(turn).toMatchObject({ count: 2, p50Us: 40, p95Us: 40, sumUs: 80, selfUs: 40, criticalUs: 40, errorCount: 0 });
  expect(call).toMatchObject({ count: 2, p50Us: 10, p95Us: 30, inputTokens: 300, outputTokens: 20, errorCount: 1 });
  expect(call?.costUsd).toBeUndefined();
});
