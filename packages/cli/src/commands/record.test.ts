import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run } from '../run-command.test.support.ts';

const GOOD = 'a'.repeat(32);
const POOR = 'b'.repeat(32);
const START_NS = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n;

interface TestSpan {
  readonly name: string;
  readonly attributes?: object;
  readonly status?: object;
}

/** A root of the app's, and spans below it as our instrumentations send them. */
function line(traceId: string, ...calls: readonly TestSpan[]): string {
  const scopeSpans = [{ name: 'bot' }, ...calls].map(({ name, attributes = {}, status }: TestSpan, i) => ({
    scope: { name: i === 0 ? 'app' : '@tracewright/instrumentation-openai' },
    spans: [
      {
        traceId,
        spanId: String(i + 1).padStart(16, '0'),
        ...(i === 0 ? {} : { parentSpanId: '1'.padStart(16, '0') }),
        name,
        startTimeUnixNano: String(START_NS + BigInt(i)),
        endTimeUnixNano: String(START_NS + 1_000_000n),
        attributes: Object.entries(attributes).map(([key, value]) => ({
          key,
          value: typeof value === 'number' ? { intValue: `${value}` } : { stringValue: value },
        })),
        ...(status === undefined ? {} : { status }),
      },
    ],
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans }] });
}

const said = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
const CHAT = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'demo',
  'gen_ai.request.seed': 7,
  'gen_ai.input.messages': said('user', 'Why?'),
  'gen_ai.output.messages': said('assistant', 'Because.'),
  'gen_ai.usage.input_tokens': 3,
};

const data = mkdtempSync(join(tmpdir(), 'tracewright-cli-'));
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: data }, []), console.error);
  const traces = [
    line(GOOD, { name: 'chat demo', attributes: CHAT }),
    line(
      POOR,
      { name: 'embeddings demo', attributes: { 'gen_ai.operation.name': 'embeddings' } },
      { name: 'chat secret', attributes: { 'gen_ai.operation.name': 'chat' } },
      { name: 'chat failed', attributes: CHAT, status: { code: 2, message: '500 no' } },
    ),
  ];
  expect((await run(['traces', 'import', '--url', collector.url], traces.join('\n'))).code).toBe(0);
});
afterAll(async () => {
  await collector.close();
  rmSync(data, { recursive: true, force: true });
});

test('a recording has what was asked and what was said, each field at its place', async () => {
  const file = join(emptyFolder(), 'fixtures', 'why.trace.json');

  expect(await run(['record', `tr-${GOOD}`, '--url', collector.url, '--out', file])).toEqual({
    ...{ code: 0, out: '', err: '1 call recorded\n' },
  });
  const recording = {
    calls: [
      {
        answer: {
          messages: [{ parts: [{ content: 'Because.', type: 'text' }], role: 'assistant' }],
          usage: { input: 3 },
        },
        kind: 'model',
        name: 'chat demo',
        request: {
          messages: [{ parts: [{ content: 'Why?', type: 'text' }], role: 'user' }],
          model: 'demo',
          parameters: { seed: 7 },
        },
      },
    ],
    format: 'tracewright.recording',
    trace: { id: GOOD, name: 'bot' },
    version: 1,
  };
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(recording, null, 2)}\n`);
});

test('what cannot be replayed is said, and the rest is recorded', async () => {
  const { code, out, err } = await run(['record', POOR, '--url', collector.url]);

  expect(code).toBe(0);
  expect(err).toContain('cannot be replayed: embeddings demo: a span does not hold such answers\n');
  expect(err).toContain('cannot be replayed: chat secret: the trace was made without content\n');
  expect(JSON.parse(out).calls).toMatchObject([
    { name: 'chat secret' },
    { error: { type: 'Error', message: '500 no' } },
  ]);
});

test('a trace that is not there, and what is no id, are told apart', async () => {
  const missing = await run(['record', 'c'.repeat(32), '--url', collector.url]);

  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('there is no trace') });
  expect(await run(['record', 'latest', '--url', collector.url])).toMatchObject({ code: 2 });
});
