import type { Message, MessagePart, OutputMessage, SpanContent } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { documentsOf } from './documents.ts';
import { isRecord, recordsOf } from './json-record.ts';
import { toolCallPart, vercelCall } from './message-parts.ts';
import { messagesOf, splitSystem, systemOf, toolsOf } from './messages.ts';
import { parsedJson, readJson, readText, readTexts } from './read-attribute.ts';

/** What a span of the Vercel AI SDK holds. */
export function vercelContent({ attributes }: OtlpSpan): SpanContent {
  const { system, rest } = conversation(attributes);
  const output = answer(attributes);
  const stepInput = rest.length > 0 ? undefined : readJson(attributes, ['ai.toolCall.args', 'ai.value', 'ai.query']);
  const values = readTexts(attributes, ['ai.values']).map(parsedJson);
  const input = stepInput ?? (values.length > 0 ? values : undefined);
  const result = output.length > 0 ? undefined : readJson(attributes, ['ai.toolCall.result']);
  return {
    system,
    inputMessages: rest,
    outputMessages: output,
    tools: toolsOf(readTexts(attributes, ['ai.prompt.tools']).map(parsedJson)),
    documents: documentsOf(readTexts(attributes, ['ai.documents']).map(parsedJson)),
    ...(input === undefined ? {} : { input }),
    ...(result === undefined ? {} : { output: result }),
    truncated: [],
  };
}

/** A call has its messages; the function around it what the app passed: `{system, prompt}` or `{system, messages}`. */
function conversation(attributes: Attributes): { system: readonly Message[]; rest: readonly Message[] } {
  const sent = readJson(attributes, ['ai.prompt.messages']);
  if (sent !== undefined) return splitSystem(messagesOf(sent, 'user'));
  const given = readJson(attributes, ['ai.prompt']);
  if (!isRecord(given)) return splitSystem(messagesOf(given, 'user'));
  const { system, rest } = splitSystem(messagesOf(given.messages ?? given.prompt, 'user'));
  return { system: [...systemOf(given.system ?? given.instructions), ...system], rest };
}

function answer(attributes: Attributes): readonly OutputMessage[] {
  const reasoning = readText(attributes, ['ai.response.reasoning']);
  const text = readText(attributes, ['ai.response.text', 'ai.response.object', 'ai.result.text', 'ai.result.object']);
  const calls = recordsOf(readJson(attributes, ['ai.response.toolCalls', 'ai.result.toolCalls']));
  const parts: MessagePart[] = [
    ...(reasoning === '' ? [] : [{ type: 'reasoning', content: reasoning } as const]),
    ...(text === '' ? [] : [{ type: 'text', content: text } as const]),
    ...calls.map((call) => toolCallPart(vercelCall(call))),
  ];
  if (parts.length === 0) return [];
  const finish = readText(attributes, ['ai.response.finishReason', 'ai.finishReason']);
  return [{ role: 'assistant', parts, ...(finish === '' ? {} : { finish_reason: finish }) }];
}
