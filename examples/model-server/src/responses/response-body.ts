import { randomUUID } from 'node:crypto';
import type { Json } from '../json-fields.ts';
import type { Answer, Prompt } from '../prompt.ts';

/** An item of a response's output, complete. */
export type OutputItem =
  | {
      readonly type: 'message';
      readonly id: string;
      readonly status: string;
      readonly role: 'assistant';
      readonly content: readonly {
        readonly type: 'output_text';
        readonly text: string;
        readonly annotations: readonly [];
      }[];
    }
  | {
      readonly type: 'function_call';
      readonly id: string;
      readonly status: string;
      readonly call_id: string;
      readonly name: string;
      readonly arguments: string;
    };

export interface ResponseHead {
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly created_at: number;
}

export function outputItems(answer: Answer): readonly OutputItem[] {
  const status = answer.finish === 'length' ? 'incomplete' : 'completed';
  if (answer.toolCalls.length > 0) {
    return answer.toolCalls.map(({ id, name, arguments: input }) => ({
      type: 'function_call',
      id: newId('fc'),
      status,
      call_id: id,
      name,
      arguments: input,
    }));
  }
  const content = [{ type: 'output_text', text: answer.text, annotations: [] }] as const;
  return [{ type: 'message', id: newId('msg'), status, role: 'assistant', content }];
}

/** A response with its answer, or, without one, as it looks when it has just begun. */
export function responseBody(
  head: ResponseHead,
  request: Json,
  prompt: Prompt,
  ended?: { readonly answer: Answer; readonly output: readonly OutputItem[] },
): Json {
  const isCut = ended?.answer.finish === 'length';
  return {
    ...head,
    object: 'response',
    status: ended === undefined ? 'in_progress' : isCut ? 'incomplete' : 'completed',
    background: false,
    error: null,
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    instructions: request.instructions ?? null,
    max_output_tokens: prompt.maxTokens ?? null,
    metadata: request.metadata ?? {},
    model: prompt.model,
    output: ended?.output ?? [],
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: request.text ?? { format: { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? 'disabled',
    usage: ended === undefined ? null : responseUsage(prompt, ended.answer),
    user: request.user ?? null,
  };
}

/** `resp_`, `msg_` or `fc_` and 32 hex digits. */
export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

function responseUsage({ inputTokens }: Prompt, { outputTokens }: Answer): Json {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
