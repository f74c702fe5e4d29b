import {
  arrayAt,
  isObject,
  type Json,
  objectAt,
  optionalFlag,
  optionalNumber,
  requiredText,
  textAt,
} from '../json-fields.ts';
import { invalid } from '../model-error.ts';
import type { OutputFormat, Prompt, Turn } from '../prompt.ts';
import { readToolChoice, readTools } from '../read-tools.ts';
import { countInputTokens } from '../tokens.ts';

export interface ChatRequest {
  readonly prompt: Prompt;
  readonly choiceCount: number;
  readonly isStreaming: boolean;
  readonly includeUsage: boolean;
}

/** Reads the body of `POST /v1/chat/completions`. @throws ModelError 400 naming the field at fault. */
export function readChatRequest(body: Json): ChatRequest {
  const model = requiredText(body, 'model');
  const messages = arrayAt(body.messages, 'messages');
  if (messages.length === 0) throw invalid('messages', 'expected at least one message');
  const turns = messages.map(readMessage);
  const tools = readTools(body.tools, true);
  const isStreaming = optionalFlag(body, 'stream');
  const streamOptions = objectAt(body.stream_options ?? {}, 'stream_options');
  if (body.stream_options && !isStreaming) throw invalid('stream_options', "only allowed when 'stream' is true");
  optionalNumber(body, 'temperature', { min: 0, max: 2 });
  optionalNumber(body, 'top_p', { min: 0, max: 1 });
  const tokenRange = { min: 1, max: 1_000_000, integer: true };
  return {
    prompt: {
      model,
      turns,
      tools,
      toolChoice: readToolChoice(body.tool_choice, tools),
      format: readFormat(body.response_format),
      maxTokens:
        optionalNumber(body, 'max_completion_tokens', tokenRange) ?? optionalNumber(body, 'max_tokens', tokenRange),
      stop: readStop(body.stop),
      inputTokens: countInputTokens(
        turns.map(({ text }) => text),
        tools,
      ),
    },
    choiceCount: optionalNumber(body, 'n', { min: 1, max: 128, integer: true }) ?? 1,
    isStreaming,
    includeUsage: optionalFlag(streamOptions, 'include_usage'),
  };
}

const ROLES: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
};

function readMessage(item: unknown, at: number): Turn {
  const param = `messages[${at}]`;
  const message = objectAt(item, param);
  const roleText = requiredText(message, 'role', `${param}.role`);
  const role = ROLES[roleText];
  if (role === undefined)
    throw invalid(`${param}.role`, `'${roleText}' is not one of ${Object.keys(ROLES).join(', ')}`);
  const calls = Array.isArray(message.tool_calls) ? JSON.stringify(message.tool_calls) : '';
  return { role, text: readContent(message.content, `${param}.content`, calls !== '') + calls };
}

/** A message that calls tools may come without content. */
function readContent(content: unknown, param: string, isOptional: boolean): string {
  if (typeof content === 'string') return content;
  if ((content === null || content === undefined) && isOptional) return '';
  if (!Array.isArray(content)) throw invalid(param, 'expected a string or an array of parts');
  return content
    .map((item: unknown, at) => {
      const part = objectAt(item, `${param}[${at}]`);
      if (part.type === 'text') return textAt(part.text, `${param}[${at}].text`);
      if (part.type === 'refusal') return textAt(part.refusal, `${param}[${at}].refusal`);
      if (part.type === 'image_url' || part.type === 'input_audio' || part.type === 'file') return '';
      throw invalid(`${param}[${at}].type`, `'${String(part.type)}' is not supported`);
    })
    .join('\n');
}

function readFormat(value: unknown): OutputFormat {
  const format = objectAt(value ?? { type: 'text' }, 'response_format');
  if (format.type === 'text' || format.type === 'json_object') return { type: format.type };
  if (format.type !== 'json_schema') throw invalid('response_format.type', 'expected text, json_object or json_schema');
  const named = objectAt(format.json_schema, 'response_format.json_schema');
  requiredText(named, 'name', 'response_format.json_schema.name');
  return { type: 'json_schema', schema: isObject(named.schema) ? named.schema : {} };
}

function readStop(value: unknown): readonly string[] {
  const stops = typeof value === 'string' ? [value] : arrayAt(value ?? [], 'stop');
  if (stops.length > 4) throw invalid('stop', 'expected at most 4 sequences');
  return stops.map((stop, at) => textAt(stop, `stop[${at}]`)).filter((stop) => stop !== '');
}
