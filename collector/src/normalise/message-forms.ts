import { isRecord, type JsonRecord, recordsOf, stringOr } from './json-record.ts';

/** Roles by the class of a LangChain message, or by its `type` where it was written as a plain record. */
const LANGCHAIN_ROLE: Readonly<Record<string, string>> = {
  HumanMessage: 'user',
  HumanMessageChunk: 'user',
  human: 'user',
  AIMessage: 'assistant',
  AIMessageChunk: 'assistant',
  ai: 'assistant',
  SystemMessage: 'system',
  SystemMessageChunk: 'system',
  system: 'system',
  ToolMessage: 'tool',
  ToolMessageChunk: 'tool',
  tool: 'tool',
  FunctionMessage: 'tool',
};

/**
 * A message in the form of OpenAI's chat, `{role, content, tool_calls, tool_call_id}`, out of the others that senders
 * pass on: a choice of an answer, an item of OpenAI's responses, or a message that LangChain wrote down.
 */
export function chatForm(item: JsonRecord): JsonRecord {
  if (isRecord(item.message)) return { finish_reason: item.finish_reason, ...chatForm(item.message) };
  if (item.lc === 1 && Array.isArray(item.id)) return langchainForm(item.kwargs, stringOr(item.id.at(-1), ''));
  if (isRecord(item.data) && typeof item.type === 'string') return langchainForm(item.data, item.type);
  if (item.role !== undefined || typeof item.type !== 'string') return item;
  if (Object.hasOwn(LANGCHAIN_ROLE, item.type) && 'content' in item) return langchainForm(item, item.type);
  return responsesForm(item, item.type);
}

function langchainForm(fields: unknown, type: string): JsonRecord {
  if (!isRecord(fields)) return {};
  const calls = recordsOf(fields.tool_calls).map(({ id, name, args }) => ({ id, name, arguments: args }));
  return {
    role: Object.hasOwn(LANGCHAIN_ROLE, type) ? LANGCHAIN_ROLE[type] : stringOr(fields.role, type),
    content: fields.content,
    tool_calls: calls,
    tool_call_id: fields.tool_call_id,
  };
}

/** Items that OpenAI's responses have beside messages. */
function responsesForm(item: JsonRecord, type: string): JsonRecord {
  switch (type) {
    case 'function_call':
      return { role: 'assistant', tool_calls: [{ id: item.call_id, name: item.name, arguments: item.arguments }] };
    case 'function_call_output':
      return { role: 'tool', tool_call_id: item.call_id, content: item.output };
    case 'reasoning':
      return {
        role: 'assistant',
        content: recordsOf(item.summary).map(({ text }) => ({ type: 'reasoning', content: text })),
      };
    default:
      return item;
  }
}
