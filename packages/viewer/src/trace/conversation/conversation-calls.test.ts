import type { TraceColumns } from '@tracewright/attribution';
import { STEP_KINDS, type StepKind } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { conversationCalls } from './conversation-calls.ts';

/** Spans as kind, parent and start. */
function columns(spans: readonly (readonly [StepKind, number, number])[]): TraceColumns {
  return {
    count: spans.length,
    kind: Uint8Array.from(spans, ([kind]) => STEP_KINDS.indexOf(kind)),
    parent: Int32Array.from(spans, ([, parent]) => parent),
    startUs: Float64Array.from(spans, ([, , startUs]) => startUs),
  } as unknown as TraceColumns;
}

test('a conversation is read from the calls of models in order of time', () => {
  expect(
    conversationCalls(
      columns([
        ['agent', -1, 0],
        ['llm', 0, 50],
        ['tool', 0, 20],
        ['llm', 2, 25],
      ]),
    ),
  ).toEqual([3, 1]);
});

test('a call seen twice is read once', () => {
  expect(
    conversationCalls(
      columns([
        ['llm', -1, 0],
        ['task', 0, 1],
        ['llm', 1, 2],
      ]),
    ),
  ).toEqual([0]);
});

test('parents that name each other end the search, as deep trees do', () => {
  const deep = Array.from({ length: 50_000 }, (_, at) => ['chain', at - 1, at] as const);
  const leaves = Array.from({ length: 1_000 }, () => ['llm', 49_999, 60_000] as const);
  expect(conversationCalls(columns([...deep, ...leaves]))).toHaveLength(1_000);
  expect(
    conversationCalls(
      columns([
        ['chain', 1, 0],
        ['chain', 0, 1],
        ['llm', 1, 2],
      ]),
    ),
  ).toEqual([2]);
});
