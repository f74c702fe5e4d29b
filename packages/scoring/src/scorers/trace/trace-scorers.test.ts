import { expect, test } from 'vitest';
import { scored } from '../../testing/scored.test.support.ts';
import { cost, latency, tokens } from './budgets.ts';
import { retrieval } from './retrieval.ts';
import { toolCallAccuracy } from './tool-calls.ts';
import { trajectoryMatch } from './trajectory.ts';

test('budgets pass what stays within them, and what nobody knows is an error', async () => {
  const trace = { durationMs: 900, costUsd: 0.002, inputTokens: 100, outputTokens: 20 };
  expect((await scored(latency({ maxMs: 1_000 }), { trace })).latency_ms).toMatchObject({ value: 900, passed: true });
  expect((await scored(cost({ maxUsd: 0.001 }), { trace })).cost_usd).toMatchObject({ value: 0.002, passed: false });
  expect((await scored(tokens({ max: 120 }), { trace })).tokens).toMatchObject({ value: 120, passed: true });
  expect((await scored(latency(), { trace })).latency_ms?.passed).toBeNull();
  for (const unknown of [{ costUsd: null }, { costUsd: 0.002, isCostPartial: true }]) {
    expect((await scored(cost({ maxUsd: 1 }), { trace: unknown })).cost_usd?.error?.code).toBe('TRACE_INCOMPLETE');
  }
  expect((await scored(tokens({ max: 1 }), {})).tokens?.error?.code).toBe('TRACE_INCOMPLETE');
});

const find = (query: string, limit = 5) => ({ name: 'find', arguments: { query, limit } });

test('tool calls count that were expected, with the arguments that were', async () => {
  const accuracy = async (expected: readonly unknown[], options = {}) => {
    const trace = { toolCalls: [find('tents'), find('boots'), { name: 'cart', arguments: {} }] };
    const row = { trace, expectations: { expected_tool_calls: expected } };
    return (await scored(toolCallAccuracy(options), row)).tool_call_accuracy;
  };
  expect(await accuracy([find('boots'), find('tents'), 'cart'])).toMatchObject({
    value: 1,
    passed: true,
    rationale: null,
  });
  expect(await accuracy([find('tents'), 'pay'])).toMatchObject({
    ...{ value: 0.4, passed: false, rationale: 'not made: pay; not expected: find,cart' },
  });
  const partly = [{ name: 'find', arguments: { query: 'tents' } }, 'find', 'cart'];
  expect((await accuracy(partly))?.value).toBeCloseTo(2 / 3, 12);
  // The one without arguments must not take the call that only the other could have.
  expect(
    await accuracy(['find', { name: 'find', arguments: { query: 'tents' } }, 'cart'], { arguments: 'subset' }),
  ).toMatchObject({ value: 1 });
  expect(await accuracy([])).toMatchObject({ value: 0 });
});

test.each([
  ['strict', ['find', 'cart', 'pay'], true],
  ['strict', ['cart', 'find', 'pay'], false],
  ['strict', ['find', 'cart'], false],
  ['unordered', ['pay', 'cart', 'find'], true],
  ['unordered', ['pay', 'cart'], false],
  ['subset', ['find', 'cart', 'pay', 'mail'], true],
  ['subset', ['find', 'cart'], false],
  ['superset', ['find', 'pay'], true],
  ['superset', ['find', 'find'], false],
] as const)('steps find, cart, pay against %s %j: %s', async (mode, expected, value) => {
  const toolCalls = ['find', 'cart', 'pay'].map((name) => ({ name, arguments: {} }));
  const row = { trace: { toolCalls }, expectations: { expected_trajectory: expected } };
  const score = (await scored(trajectoryMatch({ mode }), row)).trajectory_match;
  expect(score?.value).toBe(value);
  expect(score?.rationale).toBe(value ? null : `taken: find, cart, pay; expected: ${expected.join(', ')}`);
});

test('retrieval is judged by rank: precision, recall, reciprocal rank and discounted gain', async () => {
  const found = ['x', 'a', 'a', 'y', 'b'].map((id) => ({ id, content: id }));
  const expected = [{ id: 'a', relevance: 3 }, { id: 'b', relevance: 1 }, 'c'];
  const row = { trace: { documents: found }, expectations: { expected_documents: expected } };
  const scores = await scored(retrieval({ k: 4 }), row);
  const values = Object.values(scores).map(({ name, value }) => [name, value]);
  const gain = 3 / Math.log2(3) + 1 / Math.log2(5);
  const ideal = 3 + 1 / Math.log2(3) + 1 / 2;
  expect(values).toEqual([
    ['precision_at_4', 0.5],
    ['recall_at_4', 2 / 3],
    ['mrr', 0.5],
    ['ndcg_at_4', gain / ideal],
  ]);
});

test('documents without ids cannot be judged by them: each of the scores says so', async () => {
  const row = { trace: { documents: [{ content: 'Paris' }] }, expectations: { expected_documents: ['a'] } };
  const scores = await scored(retrieval(), row);
  expect(Object.values(scores).map(({ error }) => error?.code)).toEqual(Array(4).fill('TRACE_INCOMPLETE'));
  const byText = retrieval({ documents: ({ trace }) => trace.documents.map(({ content }) => content) });
  expect((await scored(byText, { ...row, expectations: { expected_documents: ['Paris'] } })).mrr?.value).toBe(1);
});
