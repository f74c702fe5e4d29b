import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run } from '../run-command.test.support.ts';

const TRACE = 'a'.repeat(32);
const START_NS = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n;

interface TestSpan {
  readonly name: string;
  readonly attributes: object;
  readonly more?: object;
}

/** Spans of one trace as our instrumentations send them. */
function line(...spans: TestSpan[]): string {
  const otlp = spans.map(({ name, attributes, more }, i) => ({
    traceId: TRACE,
    spanId: String(i + 1).padStart(16, '0'),
    ...(i === 0 ? {} : { parentSpanId: '1'.padStart(16, '0') }),
    name,
    startTimeUnixNano: String(START_NS + BigInt(i)),
    endTimeUnixNano: String(START_NS + 1_000_000n),
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: `${value}` } : { stringValue: value },
    })),
    ...more,
  }));
  const scope = { name: '@tracewright/instrumentation-openai' };
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope, spans: otlp }] }] });
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

/** A collector that has the spans. */
async function stored(...spans: TestSpan[]): Promise<string> {
  const { url } = await collectorOn(emptyFolder());
  expect((await run(['traces', 'import', '--url', url], line(...spans))).code).toBe(0);
  return url;
}

test('a recording has what was asked and what was said, each field at its place', async () => {
  const url = await stored({ name: 'bot', attributes: {} }, { name: 'chat demo', attributes: CHAT });
  const file = join(emptyFolder(), 'fixtures', 'why.trace.json');

  expect(await run(['record', `tr-${TRACE}`, '--url', url, '--out', file])).toMatchObject({
    ...{ code: 0, out: '', err: '1 call recorded\n' },
  });
  expect(readFileSync(file, 'utf8')).toBe(
    `${JSON.stringify(
      {
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
        trace: { id: TRACE, name: 'bot' },
        version: 1,
      },
      null,
      2,
    )}\n`,
  );
});

test('what cannot be replayed is said, and the rest is recorded', async () => {
  const url = await stored(
    { name: 'bot', attributes: {} },
    { name: 'embeddings demo', attributes: { 'gen_ai.operation.name': 'embeddings' } },
    { name: 'chat secret', attributes: { 'gen_ai.operation.name': 'chat' } },
    {
      name: 'chat demo',
      attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': '[]' },
      more: { status: { code: 2, message: '500 no' } },
    },
  );
  const { code, out, err } = await run(['record', TRACE, '--url', url]);

  expect(code).toBe(0);
  expect(err).toContain('cannot be replayed: embeddings demo: a span does not hold such answers\n');
  expect(err).toContain('cannot be replayed: chat secret: the trace was made without content\n');
  expect(JSON.parse(out).calls).toMatchObject([
    { name: 'chat secret' },
    { error: { type: 'Error', message: '500 no' } },
  ]);
});

test('a trace that is not there, and what is no id, are told apart', async () => {
  const url = await stored({ name: 'bot', attributes: {} });

  expect(await run(['record', 'b'.repeat(32), '--url', url])).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('there is no trace') },
  });
  expect(await run(['record', 'latest', '--url', url])).toMatchObject({ code: 2 });
});
