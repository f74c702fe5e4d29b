import type { Message, MessagePart, OutputMessage, ToolDefinition } from '@tracewright/schema';
import { asList, asObject, asText, type JsonObject, parsedArguments, present } from './json-reading.ts';
import { blobPart, fileModality, mediaPart, refusalPart } from './media-parts.ts';

/** The messages of a chat request. */
export function chatInputMessages(messages: unknown): readonly Message[] {
  return asList(messages).map((item) => {
    const message = asObject(item);
    const role = asText(message.role) ?? 'user';
    const name = asText(message.name);
    return { role, parts: messageParts(role, message), ...(name === undefined ? {} : { name }) };
  });
}

/** One choice of a chat answer. */
export function chatOutputMessage(choice: JsonObject): OutputMessage {
  const message = asObject(choice.message);
  const role = asText(message.role) ?? 'assistant';
  const reason = asText(choice.finish_reason);
  return {
    role,
    parts: messageParts(role, message),
    ...(reason === undefined ? {} : { finish_reason: messageFinishReason(reason) }),
  };
}

/** The tools that a chat request offers, legacy `functions` included. */
export function chatTools(body: JsonObject): readonly ToolDefinition[] {
  const tools = asList(body.tools).map((item) => {
    const tool = asObject(item);
    const type = asText(tool.type) ?? 'function';
    return toolDefinition(type, asObject(tool[type]));
  });
  return [...tools, ...asList(body.functions).map((item) => toolDefinition('function', asObject(item)))];
}

/** A tool's definition from the fields that both APIs share. */
export function toolDefinition(type: string, fields: JsonObject): ToolDefinition {
  return present({
    type,
    name: asText(fields.name) ?? type,
    description: asText(fields.description),
    parameters: fields.parameters ?? undefined,
  }) as ToolDefinition;
}

function messageParts(role: string, message: JsonObject): readonly MessagePart[] {
  if (role === 'tool' || role === 'function') return [toolResponse(message)];
  const parts: MessagePart[] = [];
  // DeepSeek and vLLM call it reasoning_content, Groq and OpenRouter reasoning.
  const reasoning = asText(message.reasoning_content) ?? asText(message.reasoning);
  if (reasoning !== undefined) parts.push({ type: 'reasoning', content: reasoning });
  parts.push(...contentParts(message.content));
  const refusal = asText(message.refusal);
  if (refusal !== undefined) parts.push(refusalPart(refusal));
  parts.push(...audioParts(asObject(message.audio)));
  for (const call of asList(message.tool_calls)) parts.push(toolCall(asObject(call)));
  const legacy = asObject(message.function_call);
  if (asText(legacy.name) !== undefined) parts.push(toolCall({ function: legacy }));
  return parts;
}

function contentParts(content: unknown): readonly MessagePart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }];
  return asList(content).map((item) => contentPart(asObject(item)));
}

function contentPart(part: JsonObject): MessagePart {
  switch (part.type) {
    case 'text':
      return { type: 'text', content: String(part.text ?? '') };
    case 'refusal':
      return refusalPart(String(part.refusal ?? ''));
    case 'image_url':
      return mediaPart('image', asText(asObject(part.image_url).url) ?? String(part.image_url ?? ''));
    case 'input_audio': {
      const audio = asObject(part.input_audio);
      const format = asText(audio.format);
      return blobPart('audio', asText(audio.data) ?? '', format === undefined ? undefined : `audio/${format}`);
    }
    case 'file':
      return filePart(asObject(part.file));
    default:
      return { ...part, type: 'generic', generic_type: asText(part.type) ?? 'unknown' };
  }
}

function filePart(file: JsonObject): MessagePart {
  const modality = fileModality(file.filename);
  const id = asText(file.file_id);
  return id === undefined ? mediaPart(modality, asText(file.file_data) ?? '') : { type: 'file', modality, file_id: id };
}

/** Spoken answers come with what was said, which is what a reader wants to see. */
function audioParts(audio: JsonObject): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  const transcript = asText(audio.transcript);
  const data = asText(audio.data);
  const id = asText(audio.id);
  if (transcript !== undefined) parts.push({ type: 'text', content: transcript });
  if (data !== undefined) parts.push(blobPart('audio', data));
  else if (id !== undefined) parts.push({ type: 'file', modality: 'audio', file_id: id });
  return parts;
}

function toolCall(call: JsonObject): MessagePart {
  const custom = call.type === 'custom';
  const callee = asObject(custom ? call.custom : call.function);
  const id = asText(call.id);
  return {
    type: 'tool_call',
    ...(id === undefined ? {} : { id }),
    name: asText(callee.name) ?? '',
    arguments: custom ? callee.input : parsedArguments(callee.arguments),
  };
}

function toolResponse(message: JsonObject): MessagePart {
  const id = asText(message.tool_call_id) ?? asText(message.name);
  return { type: 'tool_call_response', ...(id === undefined ? {} : { id }), response: message.content ?? null };
}

/** The conventions' own word, where the provider's differs. */
function messageFinishReason(reason: string): string {
  return reason === 'tool_calls' || reason === 'function_call' ? 'tool_call' : reason;
}
