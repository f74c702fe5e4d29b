import { randomUUID } from 'node:crypto';
import type { Usage } from '@tracewright/schema';
import { textOf } from './app-runner.ts';
import { type ConversationForm, type ServerEvent, secondsNow, tokenCounts } from './conversation-form.ts';

/** Chat completions, as OpenAI's interface has them. @param name of the application, in the place of the model's */
export function chatForm(name: string): ConversationForm {
  const head = { id: `chatcmpl-${randomUUID()}`, created: secondsNow(), model: name };
  const chunk = (delta: object, finishReason: string | null, more: object = {}): ServerEvent => ({
    data: {
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finishReason }],
      ...more,
    },
  });
  return {
    whole: ({ result, model }) => ({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: textOf(result),
            ...(model.toolCalls.length > 0 && { tool_calls: model.toolCalls }),
          },
          finish_reason: model.finishReason,
        },
      ],
      usage: usageJson(model.usage),
    }),
    begin: () => [],
    piece: (text) => [chunk({ role: 'assistant', content: text }, null)],
    end: ({ finishReason, usage }) => [chunk({}, finishReason, { usage: usageJson(usage) }), { data: '[DONE]' }],
    failed: ({ code, message }) => [{ data: { error: { code, message, type: code.toLowerCase(), param: null } } }],
  };
}

function usageJson(usage: Usage): object {
  const { input, output, total } = tokenCounts(usage);
  return { prompt_tokens: input, completion_tokens: output, total_tokens: total };
}
