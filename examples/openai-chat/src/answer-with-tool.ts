import type OpenAI from 'openai';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';

const checkStock: ChatCompletionTool = {
  type: 'function',
  function: {
    name: 'check_stock',
    description: 'How many loaves of a bread are in stock',
    parameters: { type: 'object', properties: { product: { type: 'string' } }, required: ['product'] },
  },
};

/** Lets the model ask for the stock, looks it up, and gives it back to the model for an answer. */
export async function answerWithTool(openai: OpenAI, model: string, question: string): Promise<string> {
  const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: question }];
  const asked = await openai.chat.completions.create({ model, messages, tools: [checkStock] });
  const reply = asked.choices[0]?.message;
  if (reply?.tool_calls === undefined) return reply?.content ?? '';

  messages.push(reply);
  for (const call of reply.tool_calls) {
    messages.push({
      role: 'tool',
      tool_call_id: call.id,
      content: JSON.stringify({ product: 'rye bread', loaves: 12 }),
    });
  }
  const answered = await openai.chat.completions.create({ model, messages, tools: [checkStock] });
  return answered.choices[0]?.message.content ?? '';
}
