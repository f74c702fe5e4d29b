import type { AggregateAnswer, AggregateGroup } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { parseDash } from './dash-state.ts';
import { timeCharts } from './time-charts.ts';

const HOUR_NS = 3_600_000_000_000n;

function group(hour: number, key: readonly (string | null)[], given: Partial<AggregateGroup>): AggregateGroup {
  return { key: [String(BigInt(hour) * HOUR_NS), ...key], count: 1, errors: 0, ...given } as AggregateGroup;
}
const quantiles = (p50: number) => ({ count: 1, p50, p95: p50 * 2, p99: p50 * 3, sum: p50 });
const answer = (groups: readonly AggregateGroup[]) => ({ interval: '1h', groups }) as unknown as AggregateAnswer;
const named = (title: string, charts: ReturnType<typeof timeCharts>) => charts.find((chart) => chart.title === title);

test('without a split latency has its percentiles, and gaps stay gaps', () => {
  const charts = timeCharts(
    answer([group(0, [], { durationMs: quantiles(10) }), group(2, [], { durationMs: null, count: 4, errors: 1 })]),
    parseDash(''),
    [],
  );
  expect(named('Latency', charts)?.series.map(({ name, values }) => [name, ...values])).toEqual([
    ['p50', 10, null, null],
    ['p95', 20, null, null],
    ['p99', 30, null, null],
  ]);
  expect(named('LLM calls', charts)?.series.map(({ name, values, also }) => [name, also, ...values])).toEqual([
    ['succeeded', undefined, 1, 0, 3],
    ['failed', 'status = error', 0, 0, 1],
  ]);
  expect(named('Error rate', charts)?.series[0]?.values).toEqual([0, null, 0.25]);
});

test('with a split there is a series per group, in the order of the groups', () => {
  const charts = timeCharts(
    answer([group(0, ['b'], { costUsd: 2 }), group(1, ['a'], { costUsd: 1 }), group(0, [null], { costUsd: 0.5 })]),
    parseDash('?by=model'),
    [['a'], ['b'], [null]],
  );
  expect(named('Cost', charts)?.series.map(({ name, values }) => [name, ...values])).toEqual([
    ['a', 0, 1],
    ['b', 2, 0],
    ['no model', 0.5, 0],
  ]);
});

test('whole traces have no first token of their own', () => {
  const titles = timeCharts(answer([group(0, [], {})]), parseDash('?of=traces'), []).map(({ title }) => title);
  expect(titles).toEqual(['Latency', 'Traces', 'Error rate', 'Tokens', 'Cost']);
});
