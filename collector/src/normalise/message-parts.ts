import type { MessagePart } from '@tracewright/schema';
import { isRecord, type JsonRecord, stringOr } from './json-record.ts';
import { parsedJson } from './read-attribute.ts';

/** Parts in the conventions' form out of a text, a list of parts of theirs, or a list of OpenAI's content parts. */
export function partsOf(value: unknown): readonly MessagePart[] {
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') return [{ type: 'text', content: value }];
  if (Array.isArray(value)) return value.flatMap((item) => (typeof item === 'string' ? partsOf(item) : partOf(item)));
  return partOf(value);
}

/** A tool call as OpenAI writes it, `{id, function: {name, arguments}}`, or flat. */
export function toolCallPart(call: JsonRecord): MessagePart {
  const inner = isRecord(call.function) ? call.function : call;
  const id = stringOr(call.id, undefined);
  const given = inner.arguments;
  return {
    type: 'tool_call',
    ...(id === undefined ? {} : { id }),
    name: stringOr(inner.name, ''),
    ...(given === undefined ? {} : { arguments: typeof given === 'string' ? parsedJson(given) : given }),
  };
}

function partOf(value: unknown): readonly MessagePart[] {
  if (!isRecord(value)) return [];
  const text = stringOr(value.content, undefined) ?? stringOr(value.text, undefined);
  switch (value.type) {
    case undefined:
    case 'text':
    case 'input_text':
    case 'output_text':
      return text === undefined ? [] : [{ type: 'text', content: text }];
    case 'reasoning':
    case 'thinking':
      return [{ type: 'reasoning', content: text ?? stringOr(value.thinking, '') }];
    case 'image_url':
    case 'image':
      return imagePart(value);
    case 'tool_call':
      return [toolCallPart(value)];
    case 'tool-call':
      return [toolCallPart(vercelCall(value))];
    case 'tool-result':
      return [toolResponsePart({ id: value.toolCallId, response: vercelOutput(value) })];
    case 'tool_use':
      return [toolCallPart({ id: value.id, name: value.name, arguments: value.input })];
    case 'tool_result':
      return [toolResponsePart({ id: value.tool_use_id, response: value.content })];
    case 'tool_call_response':
      return [toolResponsePart(value)];
    default:
      // The conventions' other types, which their senders write as the conventions say, and types yet unknown.
      return [value as unknown as MessagePart];
  }
}

/** A tool call of the Vercel AI SDK; what is `input` now was `args` until its version 4. */
export function vercelCall(call: JsonRecord): JsonRecord {
  return { id: call.toolCallId, name: call.toolName, arguments: call.input ?? call.args };
}

/** `{type: 'json', value}` now, `result` until version 4. */
function vercelOutput({ output, result }: JsonRecord): unknown {
  return isRecord(output) && 'value' in output ? output.value : (output ?? result);
}

/** The conventions' example calls it `result`, their schema `response`. */
function toolResponsePart(value: JsonRecord): MessagePart {
  const id = stringOr(value.id, undefined);
  return {
    type: 'tool_call_response',
    ...(id === undefined ? {} : { id }),
    response: value.response ?? value.result ?? null,
  };
}

/** OpenAI's `{image_url: {url}}`, OpenInference's `{image: {image: {url}}}` or a bare address. */
function imagePart(value: JsonRecord): readonly MessagePart[] {
  let source: unknown = value.image_url ?? value.image ?? value.url;
  for (let depth = 0; isRecord(source) && depth < 3; depth++) source = source.url ?? source.image;
  if (typeof source !== 'string') return [value as unknown as MessagePart];
  const inline = /^data:([^;,]+);base64,/.exec(source.slice(0, 200));
  if (inline === null) return [{ type: 'uri', modality: 'image', uri: source }];
  return [{ type: 'blob', mime_type: inline[1] ?? '', modality: 'image', content: source.slice(inline[0].length) }];
}
