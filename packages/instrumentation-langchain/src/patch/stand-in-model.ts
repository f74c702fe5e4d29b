import { type Span, trace } from '@opentelemetry/api';
import { isObject } from '@tracewright/instrumentation-core';
import { type MessagePart, type OutputMessage, type StandIn, type StandInAnswer, standIn } from '@tracewright/schema';
import type { LangChainModules } from '../langchain-modules.ts';
import { exported, type Method } from './patched-class.ts';

/** `_generate` of a chat model, or whoever stands in for it. */
export function stoodInModel(original: Method, modules: LangChainModules): Method {
  return function (...args) {
    const stand = standInFor(this, args[0]);
    return stand === undefined ? original.apply(this, args) : generated(stand, modules);
  };
}

/** The same of `_streamResponseChunks`. */
export function stoodInStream(original: Method, modules: LangChainModules): Method {
  return function (...args) {
    const stand = standInFor(this, args[0]);
    return stand === undefined ? original.apply(this, args) : streamed(stand, modules, args[2]);
  };
}

interface StoodInRun {
  readonly stand: StandIn;
  readonly span: Span;
}

/**
 * A model of OpenAI's makes a request, and somebody stands in for that: what the model does around it is part of what
 * the app wants to see. Models that take texts are left alone.
 */
function standInFor(model: unknown, messages: unknown): StoodInRun | undefined {
  const stand = standIn();
  const span = trace.getActiveSpan();
  if (stand === undefined || span === undefined || asksThroughOpenAI(model)) return undefined;
  const isChat = Array.isArray(messages) && messages.every(isObject);
  return isChat ? { stand, span } : undefined;
}

function asksThroughOpenAI(model: unknown): boolean {
  for (let at: unknown = model; isObject(at); at = Object.getPrototypeOf(at) as unknown) {
    if (typeof at.constructor === 'function' && at.constructor.name.includes('OpenAI')) return true;
  }
  return false;
}

async function generated({ stand, span }: StoodInRun, modules: LangChainModules): Promise<object> {
  const answer = await stand.generate(span);
  const generations = answer.messages.map((message, i) => ({
    text: textOf(message.parts),
    message: made(modules.messages, 'AIMessage', { ...fieldsOf(message), ...(i === 0 ? usageOf(answer) : {}) }),
    generationInfo: reasonOf(message),
  }));
  return { generations, llmOutput: {} };
}

/** Pieces as many as there were, of the first choice. */
async function* streamed(
  { stand, span }: StoodInRun,
  modules: LangChainModules,
  runManager: unknown,
): AsyncGenerator<unknown> {
  const answer = await stand.generate(span);
  const [message] = answer.messages;
  if (message === undefined) return;
  const { content, ...fields } = fieldsOf(message);
  const isText = typeof content === 'string';
  const pieces = isText ? inPieces(content, answer.chunks ?? 1) : [''];
  for (const [i, piece] of pieces.entries()) {
    const isLast = i === pieces.length - 1;
    const last = isLast ? { ...chunkFields(fields), ...usageOf(answer) } : {};
    const chunk = made(modules.messages, 'AIMessageChunk', { content: isText ? piece : content, ...last });
    yield made(modules.outputs, 'ChatGenerationChunk', {
      text: piece,
      message: chunk,
      ...(isLast ? { generationInfo: reasonOf(message) } : {}),
    });
    await newToken(runManager, piece);
  }
}

/** What LangChain tells its handlers of each piece. */
async function newToken(runManager: unknown, piece: string): Promise<void> {
  const manager = runManager as { handleLLMNewToken?: (token: string) => Promise<void> } | undefined;
  await manager?.handleLLMNewToken?.(piece);
}

/** Parts that are not empty, as even as can be. @param count at most */
function inPieces(text: string, count: number): readonly string[] {
  const length = Math.max(1, Math.ceil(text.length / Math.max(1, count)));
  return text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [''];
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
