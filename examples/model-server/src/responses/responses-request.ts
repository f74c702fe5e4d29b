import { isObject, type Json, objectAt, optionalFlag, optionalNumber, requiredText, textAt } from '../json-fields.ts';
import { invalid, ModelError } from '../model-error.ts';
import type { OutputFormat, Prompt, Turn } from '../prompt.ts';
import { readToolChoice, readTools } from '../read-tools.ts';
import { countInputTokens } from '../tokens.ts';

export interface ResponsesRequest {
  readonly prompt: Prompt;
  /** The conversation without the instructions: those hold for one response only. */
  readonly conversation: readonly Turn[];
  readonly isStreaming: boolean;
  readonly isStored: boolean;
}

/**
 * Reads the body of `POST /v1/responses`.
 *
 * @param previous the turns of an earlier response; undefined if there is none of that id.
 * @throws ModelError 400 naming the field at fault.
 */
export function readResponsesRequest(
  body: Json,
  previous: (id: string) => readonly Turn[] | undefined,
): ResponsesRequest {
  const model = requiredText(body, 'model');
  const tools = readTools(body.tools, false);
  const conversation = [...readPrevious(body.previous_response_id, previous), ...readInput(body.input)];
  const instructions = typeof body.instructions === 'string' ? body.instructions : undefined;
  const turns: readonly Turn[] =
    instructions === undefined ? conversation : [{ role: 'system', text: instructions }, ...conversation];
  optionalNumber(body, 'temperature', { min: 0, max: 2 });
  return {
    prompt: {
      model,
      turns,
      tools,
      toolChoice: readToolChoice(body.tool_choice, tools),
      format: readFormat(body.text),
      maxTokens: optionalNumber(body, 'max_output_tokens', { min: 1, max: 1_000_000, integer: true }),
      stop: [],
      inputTokens: countInputTokens(
        turns.map(({ text }) => text),
        tools,
      ),
    },
    conversation,
    isStreaming: optionalFlag(body, 'stream'),
    isStored: body.store !== false,
  };
}

function readPrevious(id: unknown, previous: (id: string) => readonly Turn[] | undefined): readonly Turn[] {
  if (id === undefined || id === null) return [];
  const turns = previous(textAt(id, 'previous_response_id'));
  if (turns !== undefined) return turns;
  throw new ModelError(400, `Previous response with id '${String(id)}' not found.`, {
    code: 'previous_response_not_found',
    param: 'previous_response_id',
  });
}

function readInput(input: unknown): readonly Turn[] {
  if (typeof input === 'string') return [{ role: 'user', text: input }];
  if (!Array.isArray(input)) throw invalid('input', 'expected a string or an array of items');
  return input.map((item: unknown, at) => readItem(objectAt(item, `input[${at}]`), `input[${at}]`));
}

function readItem(item: Json, param: string): Turn {
  switch (item.type ?? 'message') {
    case 'message': {
      const role = requiredText(item, 'role', `${param}.role`);
      const text = readContent(item.content, `${param}.content`);
      if (role === 'developer') return { role: 'system', text };
      if (role === 'system' || role === 'user' || role === 'assistant') return { role, text };
      throw invalid(`${param}.role`, `'${role}' is not one of system, developer, user, assistant`);
    }
    case 'function_call':
      return { role: 'assistant', text: `${requiredText(item, 'name', `${param}.name`)} ${String(item.arguments)}` };
    case 'function_call_output': {
      const { output } = item;
      return { role: 'tool', text: typeof output === 'string' ? output : readContent(output, `${param}.output`) };
    }
    case 'reasoning':
      return { role: 'assistant', text: '' };
    default:
      throw invalid(`${param}.type`, `'${String(item.type)}' is not supported`);
  }
}

function readContent(content: unknown, param: string): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw invalid(param, 'expected a string or an array of parts');
  return content.map((part: unknown) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('\n');
}

function readFormat(text: unknown): OutputFormat {
  const format = objectAt(objectAt(text ?? {}, 'text').format ?? { type: 'text' }, 'text.format');
  if (format.type === 'text' || format.type === 'json_object') return { type: format.type };
  if (format.type !== 'json_schema') throw invalid('text.format.type', 'expected text, json_object or json_schema');
  requiredText(format, 'name', 'text.format.name');
  return { type: 'json_schema', schema: isObject(format.schema) ? format.schema : {} };
}
