import type { ChatOpenAI } from '@langchain/openai';
import { createAgent, tool } from 'langchain';

const ORDERS: Readonly<Record<string, { readonly status: string; readonly arrives: string }>> = {
  'A-4711': { status: 'shipped', arrives: 'on Thursday' },
};

const trackOrder = tool(
  ({ orderNumber }: { orderNumber: string }) => {
    const order = ORDERS[orderNumber];
    if (order === undefined) throw new Error(`there is no order ${orderNumber}`);
    return JSON.stringify({ order: orderNumber, ...order });
  },
  {
    name: 'track_order',
    description: 'Where an order is and when it arrives',
    schema: {
      type: 'object',
      properties: { orderNumber: { type: 'string' } },
      required: ['orderNumber'],
    },
  },
);

/** Lets the model look up an order before it answers; that there is no such order is an answer, too. */
export async function askOrderAgent(model: ChatOpenAI, question: string): Promise<string> {
  const agent = createAgent({ model, tools: [trackOrder], name: 'order-agent' });
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: question }] });
  return messages.at(-1)?.text ?? '';
}
