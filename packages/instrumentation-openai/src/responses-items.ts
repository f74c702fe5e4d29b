import type { Message, MessagePart, OutputMessage, ToolDefinition } from '@tracewright/schema';
import { toolDefinition } from './chat-messages.ts';
import { asList, asObject, asText, type JsonObject, parsedArguments } from './json-reading.ts';
import { blobPart, fileModality, mediaPart, refusalPart } from './media-parts.ts';

/** The input of a responses request: a text, or items. */
export function responsesInputMessages(input: unknown): readonly Message[] {
  if (typeof input === 'string') return [{ role: 'user', parts: [{ type: 'text', content: input }] }];
  return asList(input).map((value) => {
    const item = asObject(value);
    return { role: itemRole(item), parts: itemParts(item) };
  });
}

/** All items of an answer are one turn of the assistant's. */
export function responsesOutputMessages(items: readonly unknown[], finishReason?: string): readonly OutputMessage[] {
  if (items.length === 0) return [];
  const parts = items.flatMap((item) => itemParts(asObject(item)));
  const reason = finishReason === 'tool_calls' ? 'tool_call' : finishReason;
  return [{ role: 'assistant', parts, ...(reason === undefined ? {} : { finish_reason: reason }) }];
}

/** The tools that a responses request offers; built-in ones go by their type. */
export function responsesTools(tools: unknown): readonly ToolDefinition[] {
  return asList(tools).map((item) => {
    const tool = asObject(item);
    return toolDefinition(asText(tool.type) ?? 'function', { ...tool, name: tool.name ?? tool.server_label });
  });
}

/** Items that stand for a call which the app has to answer. */
export function isAppToolCall(item: unknown): boolean {
  const type = asText(asObject(item).type) ?? '';
  return APP_CALLS.has(type);
}

const APP_CALLS: ReadonlySet<string> = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'shell_call',
  'apply_patch_call',
]);

function itemRole(item: JsonObject): string {
  const role = asText(item.role);
  if (role !== undefined) return role;
  const type = asText(item.type) ?? '';
  if (type.endsWith('_output')) return 'tool';
  return type === 'reasoning' || type === 'compaction' || type.endsWith('_call') ? 'assistant' : 'user';
}

function itemParts(item: JsonObject): readonly MessagePart[] {
  const type = asText(item.type) ?? 'message';
  if (type === 'message') return messageParts(item.content);
  if (type === 'reasoning') return reasoningParts(item);
  // What was said before, encrypted: only that it is there can be told.
  if (type === 'compaction') return [{ type: 'compaction', ...callId(item) }];
  if (type.endsWith('_call_output')) {
    return [{ type: 'tool_call_response', ...callId(item), response: item.output ?? null }];
  }
  if (type === 'function_call') {
    const parsed = parsedArguments(item.arguments);
    return [{ type: 'tool_call', ...callId(item), name: asText(item.name) ?? '', arguments: parsed }];
  }
  if (type === 'custom_tool_call') {
    return [{ type: 'tool_call', ...callId(item), name: asText(item.name) ?? '', arguments: item.input }];
  }
  if (APP_CALLS.has(type)) {
    const name = type.replace(/_call$/, '');
    return [{ type: 'tool_call', ...callId(item), name, arguments: item.action ?? item.operation }];
  }
  if (type.endsWith('_call')) return [serverToolCall(type, item)];
  return [{ ...item, type: 'generic', generic_type: type }];
}

function messageParts(content: unknown): readonly MessagePart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }];
  return asList(content).map((value) => contentPart(asObject(value)));
}

function contentPart(part: JsonObject): MessagePart {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', content: String(part.text ?? '') };
    case 'refusal':
      return refusalPart(String(part.refusal ?? ''));
    case 'input_image':
      return fileOr(part, 'image', part.image_url);
    case 'input_file':
      return fileOr(part, fileModality(part.filename), part.file_data ?? part.file_url);
    case 'input_audio': {
      const audio = asObject(part.input_audio);
      const format = asText(audio.format);
      return blobPart('audio', asText(audio.data) ?? '', format === undefined ? undefined : `audio/${format}`);
    }
    default:
      return { ...part, type: 'generic', generic_type: asText(part.type) ?? 'unknown' };
  }
}

function fileOr(part: JsonObject, modality: string, url: unknown): MessagePart {
  const id = asText(part.file_id);
  return id === undefined ? mediaPart(modality, asText(url) ?? '') : { type: 'file', modality, file_id: id };
}

/** Reasoning is shown as far as the provider shows it; its encrypted form tells nobody anything. */
function reasoningParts(item: JsonObject): readonly MessagePart[] {
  return [...asList(item.summary), ...asList(item.content)].flatMap((value) => {
    const content = asText(asObject(value).text);
    return content === undefined ? [] : [{ type: 'reasoning', content } satisfies MessagePart];
  });
}

/** A built-in tool that ran at the provider. */
function serverToolCall(type: string, item: JsonObject): MessagePart {
  const { id: _id, status: _status, type: _type, ...details } = item;
  const id = asText(item.id);
  return {
    type: 'server_tool_call',
    ...(id === undefined ? {} : { id }),
    name: asText(item.name) ?? type.replace(/_call$/, ''),
    server_tool_call: { type: type.replace(/_call$/, ''), ...details },
  };
}

function callId(item: JsonObject): { readonly id?: string } {
  const id = asText(item.call_id) ?? asText(item.id);
  return id === undefined ? {} : { id };
}
