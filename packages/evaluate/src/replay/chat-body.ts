import type { MessagePart, OutputMessage } from '@tracewright/schema';
import { present } from './call-request.ts';
import { inPieces } from './pieces.ts';
import type { ModelAnswer } from './recording.ts';

/** Of answers that were not dated: the first second of 2026. */
const CREATED = 1_767_225_600;

/** A chat completion as OpenAI's interface has it. @param customTools names of those that take a text for arguments */
export function chatCompletion(answer: ModelAnswer, customTools: ReadonlySet<string>): object {
  return present({
    id: answer.id ?? 'chatcmpl-replayed',
    object: 'chat.completion',
    created: CREATED,
    model: answer.model ?? '',
    choices: answer.messages.map((message, index) => ({
      index,
      message: chatMessage(message, customTools),
      finish_reason: reasonOf(answer, message, index),
      logprobs: null,
    })),
    usage: chatUsage(answer),
    service_tier: answer.serviceTier,
    system_fingerprint: answer.systemFingerprint,
  });
}

/** The same as the events of a stream, in as many pieces as it came in. @param withUsage the app asked for the usage */
export function chatChunks(
  answer: ModelAnswer,
  customTools: ReadonlySet<string>,
  withUsage: boolean,
): readonly object[] {
  const whole = present({
    id: answer.id ?? 'chatcmpl-replayed',
    object: 'chat.completion.chunk',
    created: CREATED,
    model: answer.model ?? '',
    service_tier: answer.serviceTier,
    system_fingerprint: answer.systemFingerprint,
  });
  const chunk = (index: number, delta: object, finish_reason: string | null = null): object => ({
    ...whole,
    choices: [{ index, delta, finish_reason, logprobs: null }],
    ...(withUsage ? { usage: null } : {}),
  });
  const chunks = answer.messages.flatMap((message, index) => {
    const { role, content, refusal, tool_calls: calls, ...more } = chatMessage(message, customTools);
    // Beside the pieces of the text there are the first, the last and that of the usage.
    const pieces = inPieces(content ?? '', (answer.chunks ?? 4) - 3);
    return [
      chunk(index, { role, content: content === null ? null : '', ...more, ...(refusal === null ? {} : { refusal }) }),
      ...pieces.map((piece) => chunk(index, { content: piece })),
      ...(calls ?? []).map((call, at) => chunk(index, { tool_calls: [{ index: at, ...call }] })),
      chunk(index, {}, reasonOf(answer, message, index)),
    ];
  });
  return withUsage ? [...chunks, { ...whole, choices: [], usage: chatUsage(answer) ?? null }] : chunks;
}

/** A legacy completion, whole or as the events of a stream. */
export function textCompletions(answer: ModelAnswer, isStream: boolean): readonly object[] {
  const whole = {
    id: answer.id ?? 'cmpl-replayed',
    object: 'text_completion',
    created: CREATED,
    model: answer.model ?? '',
  };
  const choice = (index: number, text: string, finish_reason: string | null): object => ({
    index,
    text,
    finish_reason,
    logprobs: null,
  });
  if (!isStream) {
    const choices = answer.messages.map((message, i) => choice(i, textOf(message.parts), reasonOf(answer, message, i)));
    return [present({ ...whole, choices, usage: chatUsage(answer) })];
  }
  return answer.messages.flatMap((message, i) => [
    ...inPieces(textOf(message.parts), (answer.chunks ?? 2) - 1).map((piece) => ({
      ...whole,
      choices: [choice(i, piece, null)],
    })),
    { ...whole, choices: [choice(i, '', reasonOf(answer, message, i))] },
  ]);
}

type ToolCallPart = Extract<MessagePart, { readonly type: 'tool_call' }>;

interface ChatMessage {
  readonly role: string;
  readonly content: string | null;
  readonly refusal: string | null;
  readonly tool_calls?: readonly object[];
  readonly reasoning_content?: string;
  readonly audio?: object;
}

function chatMessage({ role, parts }: OutputMessage, customTools: ReadonlySet<string>): ChatMessage {
  const calls = parts.filter((part) => part.type === 'tool_call');
  const refusal = parts.find((part) => part.type === 'generic' && part.generic_type === 'refusal');
  const reasoning = parts.filter((part) => part.type === 'reasoning').map(({ content }) => content);
  const text = textOf(parts);
  return {
    role,
    content: text === '' && (calls.length > 0 || refusal !== undefined) ? null : text,
    refusal: refusal?.type === 'generic' ? String(refusal.content) : null,
    ...(calls.length === 0 ? {} : { tool_calls: calls.map((call, i) => chatCall(call, i, customTools)) }),
    ...(reasoning.length === 0 ? {} : { reasoning_content: reasoning.join('') }),
  };
}

function chatCall(call: ToolCallPart, index: number, customTools: ReadonlySet<string>): object {
  const { id = `call_${index}`, name, arguments: given } = call;
  if (customTools.has(name)) return { id, type: 'custom', custom: { name, input: argumentsText(given) } };
  return { id, type: 'function', function: { name, arguments: argumentsText(given) } };
}

/** Arguments as the text that a model writes. */
export function argumentsText(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given ?? {});
}

/** All texts of a message. */
export function textOf(parts: readonly MessagePart[]): string {
  return parts.map((part) => (part.type === 'text' ? part.content : '')).join('');
}

function reasonOf({ finishReasons }: ModelAnswer, { finish_reason }: OutputMessage, index: number): string {
  return finishReasons?.[index] ?? (finish_reason === 'tool_call' ? 'tool_calls' : (finish_reason ?? 'stop'));
}

function chatUsage({ usage }: ModelAnswer): object | undefined {
  if (usage === undefined) return undefined;
  const { input = 0, output = 0, cacheRead, reasoning } = usage;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(cacheRead === undefined ? {} : { prompt_tokens_details: { cached_tokens: cacheRead } }),
    ...(reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}
