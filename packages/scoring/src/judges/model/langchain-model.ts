import type { JudgeMessage, JudgeModel, JudgeReply } from './judge-model.ts';
import { readJson } from './read-json.ts';
import { withSchemaInWords } from './schema-in-words.ts';

/** What a chat model of LangChain.js has, as far as judges use it. */
export interface LangChainChatModel {
  invoke(input: [string, string][], options?: { signal?: AbortSignal }): Promise<unknown>;
  withStructuredOutput?(schema: Record<string, unknown>, config: { name: string; includeRaw: true }): unknown;
  readonly model?: unknown;
  readonly modelName?: unknown;
  readonly temperature?: unknown;
}

export interface LangChainModelOptions {
  /** What the model is called in what is recorded. Default: what it calls itself. */
  readonly name?: string;
  /** `false` says the schema in words instead of by `withStructuredOutput`. Default true where the model has it. */
  readonly structuredOutput?: boolean;
}

/**
 * Asks a chat model of LangChain.js. Its temperature and seed are its own, given when it is made: make it with
 * `temperature: 0`. They are recorded as far as it tells them.
 */
export function langchainModel(chatModel: LangChainChatModel, options: LangChainModelOptions = {}): JudgeModel {
  const name = options.name ?? textOf(chatModel.model) ?? textOf(chatModel.modelName) ?? chatModel.constructor.name;
  const { temperature } = chatModel;
  return {
    name,
    settings: { temperature: typeof temperature === 'number' ? temperature : null },
    async complete({ messages, schema, schemaName, signal }) {
      const callOptions = signal === undefined ? {} : { signal };
      const structured =
        options.structuredOutput === false
          ? undefined
          : chatModel.withStructuredOutput?.(schema, { name: schemaName, includeRaw: true });
      if (isRunnable(structured)) {
        const { raw, parsed } = (await structured.invoke(pairs(messages), callOptions)) as StructuredAnswer;
        const reply = replyOf(raw, name);
        return { ...reply, value: parsed ?? reply.value };
      }
      return replyOf(
        (await chatModel.invoke(pairs(withSchemaInWords(messages, schema)), callOptions)) as RawMessage,
        name,
      );
    },
  };
}

/** Roles as LangChain names them. */
function pairs(messages: readonly JudgeMessage[]): [string, string][] {
  return messages.map(({ role, content }) => [role === 'user' ? 'human' : role === 'assistant' ? 'ai' : role, content]);
}

interface StructuredAnswer {
  readonly raw: RawMessage;
  readonly parsed: unknown;
}

/** As much of a message of LangChain's as is read. */
interface RawMessage {
  readonly content?: unknown;
  readonly tool_calls?: readonly { readonly args?: unknown }[];
  readonly usage_metadata?: { readonly input_tokens?: number; readonly output_tokens?: number };
  readonly response_metadata?: { readonly model_name?: unknown };
}

function replyOf(message: RawMessage, asked: string): JudgeReply {
  // Where structured output goes by a tool, the answer stands in its arguments.
  const fromTool = message.tool_calls?.[0]?.args;
  const text = fromTool === undefined ? contentText(message.content) : JSON.stringify(fromTool);
  return {
    value: fromTool ?? readJson(text),
    text,
    usage: {
      inputTokens: message.usage_metadata?.input_tokens ?? null,
      outputTokens: message.usage_metadata?.output_tokens ?? null,
    },
    model: textOf(message.response_metadata?.model_name) ?? asked,
  };
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const blocks = content as readonly { readonly text?: unknown }[];
  return blocks.map(({ text }) => textOf(text) ?? '').join('');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRunnable(value: unknown): value is { invoke(input: unknown, options: object): Promise<unknown> } {
  return typeof value === 'object' && value !== null && 'invoke' in value && typeof value.invoke === 'function';
}
