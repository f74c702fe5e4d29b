import { test } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { selfTimesUs } from './self-time.ts';
import { buildTrace, deepChain, flatSequence, type TestSpan } from './testing/build-trace.ts';
import { timeBreakdown } from './time-breakdown.ts';

/** 50,000 spans like an agent's: turns one after another, each a model call and five tools side by side. */
function agentTrace(): ReturnType<typeof buildTrace> {
  const spans: TestSpan[] = [{ start: 0, end: 0, kind: 'agent' }];
  let now = 0;
  while (spans.length < 50_000) {
    const turn = spans.length;
    const toolEnds = [1, 2, 3, 4, 5].map((tool) => now + 900 + ((turn * tool * 37) % 400));
    spans.push({ start: now, end: Math.max(...toolEnds) + 10, parent: 0, kind: 'chain' });
    spans.push({ start: now + 5, end: now + 850, parent: turn, kind: 'llm', ttft: 300 });
    for (const end of toolEnds) spans.push({ start: now + 860, end, parent: turn, kind: 'tool' });
    now = Math.max(...toolEnds) + 20;
  }
  return buildTrace({ ...spans[0]!, end: now }, ...spans.slice(1));
}

const traces = { agent: agentTrace(), chain: deepChain(50_000), flat: flatSequence(50_000) };

for (const [name, trace] of Object.entries(traces)) {
  test(`50,000 spans, ${name}`, async ({ bench }) => {
    await bench('self time', () => void selfTimesUs(trace)).run();
    await bench('critical path and breakdown', () => void timeBreakdown(trace, criticalPath(trace))).run();
  });
}
