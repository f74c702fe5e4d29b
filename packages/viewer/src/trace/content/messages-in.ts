import type { OutputMessage } from '@tracewright/schema';

/** A conversation that a step was given or has passed on, and what was beside it. */
export interface FoundMessages {
  readonly messages: readonly OutputMessage[];
  readonly rest: object | undefined;
}

/**
 * The conversation in the input or output of a step: a list of messages, or a state that has one under `messages`, as
 * graphs of agents hand it on. Messages are in the conventions' form, or say their text as `content`.
 *
 * @returns undefined unless each of them can be shown with all that it says: a tree leaves nothing out
 */
export function messagesIn(value: unknown): FoundMessages | undefined {
  const { messages, ...rest } = Object(Array.isArray(value) ? { messages: value } : value);
  if (!Array.isArray(messages) || messages.length === 0) return undefined;
  const found = messages.flatMap((message) => asMessage(Object(message)) ?? []);
  if (found.length < messages.length) return undefined;
  return { messages: found, rest: Object.keys(rest).length === 0 ? undefined : rest };
}

function asMessage({ content, ...message }: Record<string, unknown>): OutputMessage | undefined {
  const { role, name = '', finish_reason = '', parts, ...others } = message;
  const areTexts = [role, name, finish_reason].every((each) => typeof each === 'string');
  if (!areTexts || Object.keys(others).length > 0) return undefined;
  const given = parts === undefined && typeof content === 'string' ? [{ type: 'text', content }] : parts;
  const isWhole = Array.isArray(given) && given.every(isPart) && (parts === undefined || content === undefined);
  return isWhole ? ({ ...message, parts: given } as unknown as OutputMessage) : undefined;
}

/** Of parts that have a look of their own what it shows: all but `id`, `mime_type` and `arguments` is always there. */
const SHOWN = new Map<unknown, readonly string[]>([
  ['text', ['content']],
  ['reasoning', ['content']],
  ['tool_call', ['name', 'id', 'arguments']],
  ['tool_call_response', ['response', 'id']],
  ['blob', ['content', 'modality', 'mime_type']],
  ['file', ['file_id', 'modality']],
  ['uri', ['uri', 'modality']],
]);

function isPart(part: unknown): boolean {
  const { type, ...says } = Object(part);
  const shown = SHOWN.get(type);
  if (shown === undefined) return typeof type === 'string';
  const isFit = (name: string) => {
    const value = says[name];
    if (value === undefined) return /^(id|mime_type|arguments)$/.test(name);
    return typeof value === 'string' || /^(arguments|response)$/.test(name);
  };
  return shown.every(isFit) && Object.keys(says).every((name) => shown.includes(name));
}
