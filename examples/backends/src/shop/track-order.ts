import { DynamicStructuredTool } from '@langchain/core/tools';
import type { ChatCompletionFunctionTool } from 'openai/resources/chat/completions';

const parameters = { type: 'object', properties: { orderNumber: { type: 'string' } }, required: ['orderNumber'] };

const tracking = new DynamicStructuredTool({
  name: 'track_order',
  description: 'Where an order is and when it arrives',
  schema: { ...parameters, type: 'object' },
  func: async ({ orderNumber }: { orderNumber: string }) => `Order ${orderNumber} is shipped and arrives on Thursday.`,
});

/** The tool as a completion offers it to the model. */
export const trackOrderTool: ChatCompletionFunctionTool = {
  type: 'function',
  function: { name: tracking.name, description: tracking.description, parameters },
};

/**
 * Runs the LangChain tool.
 *
 * @param args JSON, as the model writes it.
 */
export async function trackOrder(args: string): Promise<string> {
  return String(await tracking.invoke(JSON.parse(args)));
}
