import { OWNER } from '../models.ts';
import type { Answer, Prompt } from '../prompt.ts';

/** Fields that an answer and every chunk of its stream share. */
export interface CompletionHead {
  readonly id: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
  readonly model: string;
}

/** The body of an answer that is not streamed. */
export function chatCompletion(head: CompletionHead, prompt: Prompt, answers: readonly Answer[]): object {
  return {
    ...head,
    object: 'chat.completion',
    service_tier: 'default',
    system_fingerprint: OWNER,
    choices: answers.map((answer, index) => ({
      index,
      message: {
        role: 'assistant',
        content: answer.toolCalls.length > 0 ? null : answer.text,
        refusal: null,
        annotations: [],
        ...(answer.toolCalls.length > 0 && {
          tool_calls: answer.toolCalls.map(({ id, name, arguments: input }) => ({
            id,
            type: 'function',
            function: { name, arguments: input },
          })),
        }),
      },
      logprobs: null,
      finish_reason: answer.finish,
    })),
    usage: chatUsage(prompt, answers),
  };
}

/** Tokens of all choices together; the prompt counts once. */
export function chatUsage({ inputTokens }: Prompt, answers: readonly Answer[]): object {
  const outputTokens = answers.reduce((sum, answer) => sum + answer.outputTokens, 0);
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
