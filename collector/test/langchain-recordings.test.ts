import { fileURLToPath } from 'node:url';
import type { TraceSkeleton } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { chatRecordings } from './recordings.ts';
import { runApp } from './run-app.ts';
import { runningCollector, traceApi } from './running-collector.ts';

const APP = fileURLToPath(new URL('./apps/recorded-chain.ts', import.meta.url));
/** gpt-4.1-mini: 2,927 tokens in, 2,048 of them cached, 286 out. */
const CACHED = '67ad993366e6';
/** o3-mini: 113 tokens in, 347 out, 320 of them reasoning. */
const REASONING = 'bc17494f1ff9';

test('a LangChain chain over recorded answers is one trace with each token and dollar counted once', async (context) => {
  if (!chatRecordings()) return context.skip('no folder ../shared/recordings beside the checkout');
  const collector = await runningCollector();

  await runApp(APP, collector.url, { args: [CACHED, REASONING], nodeArgs: ['--import=@tracewright/autolog/register'] });

  const api = traceApi(collector.url);
  const traces = await api.list();
  expect(traces).toHaveLength(1);
  const [trace] = traces;
  expect(trace).toMatchObject({ inputTokens: 2_927 + 113, outputTokens: 286 + 347, isCostPartial: false });
  // USD per million tokens: gpt-4.1-mini 0.40 in, 0.10 cached, 1.60 out; o3-mini 1.10 in, 4.40 out.
  const cachedUsd = (879 * 0.4 + 2_048 * 0.1 + 286 * 1.6) / 1e6;
  const reasoningUsd = (113 * 1.1 + 347 * 4.4) / 1e6;
  expect(trace?.costUsd).toBeCloseTo(cachedUsd + reasoningUsd, 9);

  const skeleton = await api.skeleton(trace?.traceId ?? '');
  expect(tree(skeleton)).toEqual([
    'answers',
    '  ChatPromptTemplate',
    '  RunnableMap',
    '    cached answer',
    '      chat gpt-4.1-mini',
    '      StrOutputParser',
    '    reasoned answer',
    '      chat o3-mini',
    '      count tools',
  ]);
  const costs = skeleton.costUsd.filter((usd) => usd > 0).sort((a, b) => a - b);
  expect(costs).toEqual([expect.closeTo(cachedUsd, 9), expect.closeTo(reasoningUsd, 9)]);
});

/** The tree as indented names, siblings by name: parallel branches start in no fixed order. */
function tree(skeleton: TraceSkeleton, parent = -1, depth = 0): string[] {
  const children = skeleton.spanId.flatMap((_, i) => (skeleton.parent[i] === parent ? [i] : []));
  const named = children.map((i) => ({ i, name: skeleton.names[skeleton.name[i] ?? -1] ?? '?' }));
  return named
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(({ i, name }) => ['  '.repeat(depth) + name, ...tree(skeleton, i, depth + 1)]);
}
