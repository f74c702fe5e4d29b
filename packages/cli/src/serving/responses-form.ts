import { randomUUID } from 'node:crypto';
import type { Usage } from '@tracewright/schema';
import { textOf } from './app-runner.ts';
import { type ConversationForm, type ServerEvent, secondsNow, tokenCounts } from './conversation-form.ts';

/** Responses, as OpenAI's interface has them and MLflow's agents answer. @param name in the place of the model's */
export function responsesForm(name: string): ConversationForm {
  const head = { id: `resp_${randomUUID()}`, object: 'response', created_at: secondsNow(), model: name };
  const messageId = `msg_${randomUUID()}`;
  const place = { item_id: messageId, output_index: 0, content_index: 0 };
  const message = (content: readonly object[], status: string) => ({
    type: 'message',
    id: messageId,
    role: 'assistant',
    status,
    content,
  });
  const part = (text: string) => ({ type: 'output_text', text, annotations: [] });
  let count = 0;
  const event = (type: string, data: object): ServerEvent => ({
    type,
    data: { type, sequence_number: count++, ...data },
  });
  let said = '';
  return {
    whole: ({ result, model }) => ({
      ...head,
      status: 'completed',
      error: null,
      output: [message([part(textOf(result))], 'completed'), ...model.toolCalls.map(functionCall)],
      usage: usageJson(model.usage),
    }),
    begin: () => [
      event('response.created', { response: { ...head, status: 'in_progress', output: [] } }),
      event('response.output_item.added', { output_index: 0, item: message([], 'in_progress') }),
      event('response.content_part.added', { ...place, part: part('') }),
    ],
    piece(text) {
      said += text;
      return [event('response.output_text.delta', { ...place, delta: text })];
    },
    end({ usage }) {
      const item = message([part(said)], 'completed');
      const response = { ...head, status: 'completed', error: null, output: [item], usage: usageJson(usage) };
      return [
        event('response.output_text.done', { ...place, text: said }),
        event('response.content_part.done', { ...place, part: part(said) }),
        event('response.output_item.done', { output_index: 0, item }),
        event('response.completed', { response }),
      ];
    },
    failed: ({ code, message: reason }) => [event('error', { code, message: reason, param: null })],
  };
}

function functionCall({ id, function: tool }: { readonly id: string; readonly function: object }): object {
  return { type: 'function_call', call_id: id, status: 'completed', ...tool };
}

function usageJson(usage: Usage): object {
  const { input, output, total } = tokenCounts(usage);
  return { input_tokens: input, output_tokens: output, total_tokens: total };
}
