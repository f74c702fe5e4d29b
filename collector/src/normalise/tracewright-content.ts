import { GEN_AI, type OutputMessage, type SpanContent, TRACEWRIGHT } from '@tracewright/schema';
import { type Attributes, attributeRecord } from '../otlp/attributes.ts';
import type { OtlpEvent, OtlpSpan } from '../otlp/otlp-request.ts';
import { documentsOf } from './documents.ts';
import { readFlattenedList } from './flattened.ts';
import { messagesOf, splitSystem, systemOf, toolsOf } from './messages.ts';
import { parsedJson, readJson, readTexts, readValue } from './read-attribute.ts';

/** Events that carried the content before attributes did; the first from v1.37 on, the others until v1.36. */
const DETAIL_EVENTS = [
  'gen_ai.client.inference.operation.details',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
];

/** What our own spans and those of the GenAI conventions hold, of today or of earlier. */
export function tracewrightContent({ attributes, events }: OtlpSpan): SpanContent {
  const places = [
    attributes,
    ...events.filter(({ name }) => DETAIL_EVENTS.includes(name)).map((event) => event.attributes),
  ];
  const first = (read: (place: Attributes) => unknown): unknown =>
    places.map(read).find((value) => value !== undefined);
  const conversation = splitSystem(
    orElse(
      messagesOf(
        first((place) => input(place)),
        'user',
      ),
      () => eventMessages(events, false),
    ),
  );
  const output = orElse(
    messagesOf(
      first((place) => answer(place)),
      'assistant',
    ),
    () => eventMessages(events, true),
  );
  const query = readValue(attributes, [GEN_AI.retrievalQueryText]);
  const stepInput = readJson(attributes, [TRACEWRIGHT.input, GEN_AI.toolCallArguments]) ?? query;
  const stepOutput = readJson(attributes, [TRACEWRIGHT.output, GEN_AI.toolCallResult]);
  return {
    system: [...systemOf(first((place) => readJson(place, [GEN_AI.systemInstructions]))), ...conversation.system],
    inputMessages: conversation.rest,
    outputMessages: output,
    tools: toolsOf(first((place) => readJson(place, [GEN_AI.toolDefinitions]))),
    documents: documentsOf(readJson(attributes, [GEN_AI.retrievalDocuments])),
    ...(stepInput === undefined ? {} : { input: stepInput }),
    ...(stepOutput === undefined ? {} : { output: stepOutput }),
    truncated: readTexts(attributes, [TRACEWRIGHT.truncated]),
  };
}

function input(attributes: Attributes): unknown {
  return (
    readJson(attributes, [GEN_AI.inputMessages, 'gen_ai.prompt']) ?? readFlattenedList(attributes, 'gen_ai.prompt')
  );
}

function answer(attributes: Attributes): unknown {
  const sent = readJson(attributes, [GEN_AI.outputMessages, 'gen_ai.completion']);
  return sent ?? readFlattenedList(attributes, 'gen_ai.completion');
}

function orElse(messages: readonly OutputMessage[], other: () => readonly OutputMessage[]): readonly OutputMessage[] {
  return messages.length > 0 ? messages : other();
}

/** The conventions' oldest form: `gen_ai.user.message` and its like, one event per message, and `gen_ai.choice`. */
function eventMessages(events: readonly OtlpEvent[], isOutput: boolean): readonly OutputMessage[] {
  return events.flatMap(({ name, attributes }) => {
    const role = /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(name)?.[1];
    if (isOutput ? name !== 'gen_ai.choice' : role === undefined) return [];
    const fields = Object.fromEntries(
      Object.entries(attributeRecord(attributes)).map(([key, value]) => [
        key,
        typeof value === 'string' && /^\s*[[{]/.test(value) ? parsedJson(value) : value,
      ]),
    );
    return messagesOf(fields, role ?? 'assistant');
  });
}
