import { type Span, trace } from '@opentelemetry/api';
import { isObject } from '@tracewright/instrumentation-core';
import { type MessagePart, type OutputMessage, type StandIn, type StandInAnswer, standIn } from '@tracewright/schema';
import type { LangChainModules } from '../langchain-modules.ts';
import { exported, type Method } from './patched-class.ts';

/** `_generate` of a model, or whoever stands in for it. */
export function stoodInModel(original: Method, modules: LangChainModules): Method {
  return function (...args) {
    const run = stoodInRun(this);
    return run === undefined ? original.apply(this, args) : generated(run, modules, args[0]);
  };
}

/** The same of `_streamResponseChunks`. */
export function stoodInStream(original: Method, modules: LangChainModules): Method {
  return function (...args) {
    const run = stoodInRun(this);
    return run === undefined ? original.apply(this, args) : streamed(run, modules, args[0], args[2]);
  };
}

interface StoodInRun {
  readonly stand: StandIn;
  readonly span: Span;
}

/** A model of OpenAI's makes a request, and somebody stands in for that: what it does around it is for the app to see. */
function stoodInRun(model: unknown): StoodInRun | undefined {
  const stand = standIn();
  const span = trace.getActiveSpan();
  return stand === undefined || span === undefined || asksThroughOpenAI(model) ? undefined : { stand, span };
}

function asksThroughOpenAI(model: unknown): boolean {
  for (let at: unknown = model; isObject(at); at = Object.getPrototypeOf(at) as unknown) {
    if (typeof at.constructor === 'function' && at.constructor.name.includes('OpenAI')) return true;
  }
  return false;
}

/** @param input a conversation, or the prompts of a model that takes texts: the span knows one of them */
async function generated({ stand, span }: StoodInRun, modules: LangChainModules, input: unknown): Promise<object> {
  const isText = Array.isArray(input) && input.every((prompt) => typeof prompt === 'string');
  if (isText && input.length > 1) throw new TypeError('a model is stood in for one prompt at a time');
  const answer = await stand.generate(span);
  if (isText) return { generations: [answer.messages.map(textGeneration)], llmOutput: {} };
  const generations = answer.messages.map((message, i) => ({
    ...textGeneration(message),
    message: made(modules.messages, 'AIMessage', { ...fieldsOf(message), ...(i === 0 ? usageOf(answer) : {}) }),
  }));
  return { generations, llmOutput: {} };
}

function textGeneration(message: OutputMessage): object {
  return { text: textOf(message.parts), generationInfo: reasonOf(message) };
}

/** The first choice alone, as in every stream. */
async function* streamed(
  { stand, span }: StoodInRun,
  modules: LangChainModules,
  input: unknown,
  runManager: unknown,
): AsyncGenerator<unknown> {
  const answer = await stand.generate(span);
  const [message] = answer.messages;
  if (message === undefined) return;
  const { content, ...fields } = fieldsOf(message);
  const isText = typeof content === 'string';
  const pieces = isText && answer.pieces.length > 0 ? answer.pieces : [''];
  for (const [i, text] of pieces.entries()) {
    const isLast = i === pieces.length - 1;
    const chunk = { text, ...(isLast ? { generationInfo: reasonOf(message) } : {}) };
    if (typeof input === 'string') yield made(modules.outputs, 'GenerationChunk', chunk);
    else {
      const last = isLast ? { ...chunkFields(fields), ...usageOf(answer) } : {};
      const part = made(modules.messages, 'AIMessageChunk', { content: isText ? text : content, ...last });
      yield made(modules.outputs, 'ChatGenerationChunk', { ...chunk, message: part });
    }
    await newToken(runManager, text);
  }
}

/** What LangChain tells its handlers of each piece. */
async function newToken(runManager: unknown, piece: string): Promise<void> {
  const manager = runManager as { handleLLMNewToken?: (token: string) => Promise<void> } | undefined;
  await manager?.handleLLMNewToken?.(piece);
}

function fieldsOf({ parts }: OutputMessage): { readonly content: unknown; readonly [field: string]: unknown } {
  const calls = parts.filter((part) => part.type === 'tool_call');
  const reasoning = parts.filter((part) => part.type === 'reasoning');
  const shown = parts.filter((part) => part.type !== 'tool_call' && part.type !== 'reasoning');
  return {
    content: shown.every((part) => part.type === 'text') ? textOf(parts) : shown.map(blockOf),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(callOf) }),
    ...(reasoning.length === 0
      ? {}
      : { additional_kwargs: { reasoning_content: reasoning.map(({ content }) => content).join('') } }),
  };
}

function textOf(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.content : '')).join('');
}

function blockOf(part: MessagePart): object {
  return part.type === 'text' ? { type: 'text', text: part.content } : part;
}

function callOf(part: Extract<MessagePart, { readonly type: 'tool_call' }>): object {
  return { type: 'tool_call', id: part.id, name: part.name, args: part.arguments ?? {} };
}

/** A chunk has its calls as pieces of text. */
function chunkFields({ tool_calls: calls, ...fields }: Readonly<Record<string, unknown>>): object {
  if (!Array.isArray(calls)) return fields;
  const chunks = (calls as readonly { readonly id?: string; readonly name: string; readonly args: unknown }[]).map(
    ({ id, name, args }, index) => ({ type: 'tool_call_chunk', id, name, args: JSON.stringify(args), index }),
  );
  return { ...fields, tool_call_chunks: chunks };
}

function usageOf({ inputTokens, outputTokens, model }: StandInAnswer): object {
  const usage =
    inputTokens === undefined && outputTokens === undefined
      ? {}
      : {
          usage_metadata: {
            input_tokens: inputTokens ?? 0,
            output_tokens: outputTokens ?? 0,
            total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
          },
        };
  return model === undefined ? usage : { ...usage, response_metadata: { model_name: model } };
}

function reasonOf({ finish_reason }: OutputMessage): object {
  return finish_reason === undefined ? {} : { finish_reason };
}

/** @throws TypeError where the copy of LangChain has no such class */
function made(module: unknown, name: string, fields: object): unknown {
  const found = exported(module, name);
  if (typeof found !== 'function') throw new TypeError(`@langchain/core has no ${name}`);
  return Reflect.construct(found, [fields]) as unknown;
}
