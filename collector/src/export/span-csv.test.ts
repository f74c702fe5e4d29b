import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { testSpan } from '../testing/span.ts';
import { CSV_HEAD, spanCsv } from './span-csv.ts';

/** Rows by the names of their columns; none of the values has a comma. */
function rowsOf(csv: string): Record<string, string>[] {
  const names = CSV_HEAD.trim().split(',');
  const lines = csv.trim().split('\r\n');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, at) => [names[at], value])));
}

test('what a call used, cost and belongs to stands in columns, and the time that was its own', () => {
  const agent = testSpan({ spanId: 'a'.repeat(16), name: 'agent', startNs: 0n as Nanos, endNs: 5_000_000n as Nanos });
  const call = testSpan({
    ...{ spanId: 'b'.repeat(16), parentSpanId: agent.spanId, kind: 'llm', model: 'm', preview: 'Why?' },
    ...{ startNs: 1_000_000n as Nanos, endNs: 4_000_000n as Nanos, runId: 'r1', costSource: 'list' },
    ...{ inputTokens: 9, cacheReadTokens: 4, cacheWriteTokens: 3, outputTokens: 7, reasoningTokens: 2 },
    costNanoUsd: 5_000 as NanoUsd,
  });
  const running = testSpan({ spanId: 'c'.repeat(16), parentSpanId: agent.spanId, isPending: true, name: 'still' });

  const [first, second, third] = rowsOf(spanCsv(agent.traceId, [agent, call, running], 'support bot'));

  expect(first).toMatchObject({ selfMs: '2', cacheReadTokens: '', reasoningTokens: '', runId: '', preview: '' });
  expect(second).toMatchObject({
    ...{ inputTokens: '9', cacheReadTokens: '4', cacheWriteTokens: '3', outputTokens: '7', reasoningTokens: '2' },
    ...{
      costUsd: '0.000005',
      costSource: 'list',
      selfMs: '3',
      runId: 'r1',
      experiment: 'support bot',
      preview: 'Why?',
    },
  });
  expect(third).toMatchObject({ name: 'still', selfMs: '' });
});
