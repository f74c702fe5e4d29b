import { expect, test } from 'vitest';
import { recordAttributes } from '../otlp/attributes.ts';
import { billOf } from '../storage/spans/trace-bill.ts';
import { labelsOf, metadataOf } from './metadata.ts';
import { type Library, type RecordedSpan, recordedSpans } from './testing/recorded-spans.ts';
import { traceTags } from './trace-tags.ts';

const ANSWER = 'I am a stand-in, not a language model, and nothing I was given answers “How long is the Nile?”.';

/** Their messages go out as log records. */
const IN_LOGS: readonly Library[] = ['otel-genai', 'otel-python'];

/** What differs between the libraries: not each knows the provider, or whose call it was. */
const LIBRARIES: readonly (readonly [Library, { provider: string; sessionId: string; userId: string }])[] = [
  ['otel-genai', { provider: 'openai', sessionId: '', userId: '' }],
  ['otel-python', { provider: 'openai', sessionId: '', userId: '' }],
  ['otel-python-latest', { provider: 'openai', sessionId: '', userId: '' }],
  ['pydantic-ai', { provider: 'openai', sessionId: expect.any(String), userId: '' }],
  ['openinference', { provider: 'openai', sessionId: '', userId: '' }],
  ['openllmetry', { provider: 'openai', sessionId: '', userId: '' }],
  ['mlflow', { provider: '', sessionId: '', userId: '' }],
  ['langfuse', { provider: '', sessionId: 's-1', userId: 'u-1' }],
  ['vercel-ai-6', { provider: 'openai', sessionId: 's-1', userId: 'u-1' }],
  ['vercel-ai-7', { provider: 'openai', sessionId: '', userId: '' }],
  ['langsmith', { provider: 'openai', sessionId: 's-1', userId: 'u-1' }],
];

function modelCalls(library: Library): readonly RecordedSpan[] {
  return recordedSpans(library).filter(({ record }) => record.kind === 'llm');
}

/** The same question to the same model, whole and as a stream. */
function callsWith(library: Library, inputTokens: number): readonly RecordedSpan[] {
  return modelCalls(library).filter(({ record }) => record.inputTokens === inputTokens);
}

test.each(LIBRARIES)('a chat call that %s recorded fills the same columns', (library, told) => {
  const [call] = callsWith(library, 21);

  expect(call?.record).toMatchObject({
    kind: 'llm',
    model: 'demo-small',
    inputTokens: 21,
    outputTokens: 24,
    cacheWriteTokens: -1,
    isUsageEstimated: false,
    isPending: false,
    costNanoUsd: 69_000,
    isCostPartial: false,
    costSource: 'override',
    service: 'dialects',
    promptName: '',
    ...told,
  });
  if (!IN_LOGS.includes(library)) expect(call?.record.preview).toBe('How long is the Nile?');
});

test.each(LIBRARIES.filter(([library]) => !IN_LOGS.includes(library)))(
  'a conversation that %s recorded reads the same',
  (library) => {
    const content = callsWith(library, 21)[0]?.content;

    expect(content?.system).toEqual([
      { role: 'system', parts: [{ type: 'text', content: 'You answer in one sentence.' }] },
    ]);
    expect(content?.inputMessages).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'How long is the Nile?' }] },
    ]);
    expect(content?.outputMessages.map(({ role, parts }) => ({ role, parts }))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: ANSWER }] },
    ]);
    expect(content).not.toHaveProperty('input');
    expect(content).not.toHaveProperty('output');
  },
);

test.each(LIBRARIES.filter(([library]) => !IN_LOGS.includes(library)))(
  'a tool call that %s recorded reads the same',
  (library) => {
    // Pydantic AI forbids further arguments, which takes more tokens to say.
    const content = callsWith(library, library === 'pydantic-ai' ? 56 : 51)[0]?.content;

    expect(content?.outputMessages[0]?.parts.filter(({ type }) => type !== 'text')).toEqual([
      { type: 'tool_call', id: expect.stringMatching(/^call_/), name: 'get_weather', arguments: { city: 'Oslo' } },
    ]);
    // Not told by the one of Python.
    if (library === 'otel-python-latest') return;
    expect(content?.tools).toMatchObject([
      {
        type: 'function',
        name: 'get_weather',
        description: 'Looks up the weather of a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    ]);
  },
);

test.each<[Library]>([['mlflow'], ['langfuse'], ['vercel-ai-6'], ['vercel-ai-7']])(
  'a streamed call that %s recorded tells when the first chunk came',
  (library) => {
    const times = callsWith(library, 21).map(({ record }) => record.ttftUs);

    expect(times).toHaveLength(2);
    expect(times[0]).toBe(-1);
    // The model server was made to wait 30 ms.
    expect(times[1]).toBeGreaterThan(20_000);
  },
);

test.each<[Library, readonly string[]]>([
  ['otel-genai', ['embedding', 'llm', 'llm', 'llm']],
  ['otel-python', ['embedding', 'llm', 'llm', 'llm']],
  ['otel-python-latest', ['embedding', 'llm', 'llm', 'llm']],
  ['pydantic-ai', ['agent', 'agent', 'llm', 'llm', 'llm', 'tool']],
  ['openinference', ['embedding', 'llm', 'llm', 'llm']],
  ['openllmetry', ['llm', 'llm', 'llm']],
  ['mlflow', ['chain', 'embedding', 'llm', 'llm', 'llm']],
  ['langfuse', ['embedding', 'llm', 'llm', 'llm', 'task']],
  ['langsmith', ['chain', 'llm', 'llm']],
  ['vercel-ai-6', ['chain', 'chain', 'chain', 'chain', 'embedding', 'llm', 'llm', 'llm', 'llm', 'tool']],
])('the steps that %s recorded have these kinds', (library, kinds) => {
  const found = recordedSpans(library).map(({ record }) => record.kind);

  // Some start in the same millisecond.
  expect(found.sort()).toEqual(kinds);
});

test.each<[Library, number, number]>([
  ['otel-genai', 21 + 21 + 51 + 6, 24 + 24 + 8],
  ['otel-python', 21 + 21 + 51 + 6, 24 + 24 + 8],
  ['otel-python-latest', 21 + 21 + 51 + 6, 24 + 24 + 8],
  // Its agents repeat what their calls used, the last of which has the tool's answer in its prompt.
  ['pydantic-ai', 21 + 56 + 99, 24 + 8 + 12],
  // These two report no usage of the streamed call, nor of the embedding.
  ['openinference', 21 + 51, 24 + 8],
  ['openllmetry', 21 + 51, 24 + 8],
  ['mlflow', 21 + 21 + 51, 24 + 24 + 8],
  ['langfuse', 21 + 21 + 51, 24 + 24 + 8],
  ['langsmith', 21 + 51, 24 + 8],
  ['vercel-ai-6', 21 + 21 + 51 + 96 + 6, 24 + 24 + 8 + 11],
  ['vercel-ai-7', 21 + 21 + 51 + 96 + 6, 24 + 24 + 8 + 11],
])('what %s repeats on the steps around its calls is counted once', (library, inputTokens, outputTokens) => {
  const traces = Map.groupBy(
    recordedSpans(library).map(({ record }) => record),
    ({ traceId }) => traceId,
  );
  const bills = [...traces.values()].map(billOf);

  const sum = (counts: readonly number[]) => counts.filter((count) => count >= 0).reduce((a, b) => a + b, 0);
  expect(sum(bills.map((bill) => bill.inputTokens))).toBe(inputTokens);
  expect(sum(bills.map((bill) => bill.outputTokens))).toBe(outputTokens);
});

test.each<[Library, unknown]>([
  ['vercel-ai-6', { celsius: 7 }],
  ['vercel-ai-7', { celsius: 7 }],
  ['pydantic-ai', '7 degrees in Oslo'],
])('a tool that %s ran has its arguments and its result', (library, output) => {
  const tool = recordedSpans(library).find(({ record }) => record.kind === 'tool');

  expect(tool?.content).toMatchObject({ input: { city: 'Oslo' }, output });
});

test.each(['langfuse', 'langsmith', 'vercel-ai-6'] as const)(
  'labels and metadata that %s recorded are read',
  (library) => {
    const spans = recordedSpans(library).map(({ span }) => span.attributes);

    expect(new Set(spans.flatMap(labelsOf))).toEqual(new Set(['rivers']));
    expect(new Set(spans.flatMap((attributes) => metadataOf(attributes, 'plan')))).toEqual(new Set(['free']));
  },
);

test('tags that MLflow recorded go on their traces, those of its own server do not', () => {
  const tags = recordedSpans('mlflow').flatMap(({ span }) => traceTags(span.traceId, span.attributes));

  expect(tags).toEqual([{ traceId: expect.stringMatching(/^[0-9a-f]{32}$/), key: 'plan', value: 'free' }]);
  const own = recordAttributes({ 'mlflow.traceTag.mlflow.artifactLocation': 's3://x', 'mlflow.traceTag.': 'nothing' });
  expect(traceTags('0'.repeat(32), own)).toEqual([]);
});

test('labels are read from lists, lists as JSON, and words between commas, each once; entries of metadata from records as well', () => {
  const attributes = recordAttributes({
    'tracewright.tags': ['a', 'b', ''],
    'tag.tags': ['b', 7],
    'langfuse.trace.tags': '["c","d"]',
    'langsmith.span.tags': ' e ,, a',
    metadata: '{"team":"red","__proto__":{"team":"no"}}',
    'langfuse.trace.metadata': '[not JSON',
    'traceloop.association.properties.team': 'blue',
  });

  expect(labelsOf(attributes)).toEqual(['a', 'b', 'e', 'c', 'd']);
  expect(metadataOf(attributes, 'team')).toEqual(['blue', 'red']);
  expect(metadataOf(attributes, 'toString')).toEqual([]);
});
