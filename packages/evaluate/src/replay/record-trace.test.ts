import { expect, test } from 'vitest';
import { recordTrace } from './record-trace.ts';

interface TestSpan {
  readonly id: number;
  readonly parent?: number;
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | boolean>>;
  readonly scope?: string;
}

/** A line of OTLP JSON, its spans one after the other. */
function line(...spans: readonly TestSpan[]): string {
  const scopeSpans = spans.map(({ id, parent, name, attributes = {}, scope = 'langchain' }) => ({
    scope: { name: `@tracewright/instrumentation-${scope}` },
    spans: [
      {
        traceId: 'a'.repeat(32),
        spanId: String(id),
        ...(parent === undefined ? {} : { parentSpanId: String(parent) }),
        name,
        startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(id)),
        attributes: Object.entries(attributes).map(([key, value]) => ({
          key,
          value: typeof value === 'string' ? { stringValue: value } : { boolValue: value },
        })),
      },
    ],
  }));
  return `${JSON.stringify({ resourceSpans: [{ scopeSpans }] })}\n`;
}

const CHAT = { 'gen_ai.operation.name': 'chat', 'gen_ai.input.messages': '[]', 'gen_ai.output.messages': '[]' };
const TOOL = {
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'expert',
  'gen_ai.tool.call.arguments': '{"about":"tents"}',
  'gen_ai.tool.call.result': 'It depends.',
};

test('what a tool calls is no part of a recording, since the tool is answered as a whole', () => {
  const recorded = recordTrace(
    line(
      { id: 1, name: 'agent' },
      { id: 2, parent: 1, name: 'execute_tool expert', attributes: TOOL },
      { id: 3, parent: 2, name: 'RunnableSequence' },
      { id: 4, parent: 3, name: 'chat inner', attributes: CHAT, scope: 'openai' },
      { id: 5, parent: 3, name: 'embeddings inner', attributes: { 'gen_ai.operation.name': 'embeddings' } },
      { id: 6, parent: 1, name: 'chat outer', attributes: CHAT },
    ),
  );

  expect(recorded?.gaps).toEqual([]);
  expect(recorded?.recording.calls).toEqual([
    {
      kind: 'tool',
      name: 'execute_tool expert',
      request: { tool: 'expert', arguments: { about: 'tents' } },
      answer: { result: 'It depends.' },
    },
    { kind: 'model', name: 'chat outer', request: { messages: [] }, answer: { messages: [] } },
  ]);
});

test("a step of the app's own, and an answer from the app's cache, are made by the app again", () => {
  const recorded = recordTrace(
    line(
      { id: 1, name: 'execute_tool mine', attributes: TOOL, scope: 'other' },
      { id: 2, parent: 1, name: 'chat', attributes: CHAT },
      { id: 3, parent: 1, name: 'chat', attributes: { ...CHAT, 'tracewright.cache.hit': true } },
    ),
  );

  expect(recorded?.recording).toMatchObject({ trace: { name: 'execute_tool mine' }, calls: [{ kind: 'model' }] });
});

test('of runs that one request serves, the request is what is recorded', () => {
  const recorded = recordTrace(
    line(
      { id: 1, name: 'batch' },
      { id: 2, parent: 1, name: 'text_completion demo', attributes: { ...CHAT, 'gen_ai.input.messages': '[1]' } },
      { id: 3, parent: 2, name: 'text_completion demo', attributes: CHAT, scope: 'openai' },
    ),
  );

  expect(recorded?.recording.calls).toMatchObject([{ request: { messages: [] } }]);
});

test('where there is no span there is no recording', () => {
  expect(recordTrace('\n')).toBeUndefined();
});
