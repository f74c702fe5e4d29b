import type { Message, SpanContent } from '@tracewright/schema';

/** Keys under which steps keep what a person wrote, or is told, the most telling first. */
const ASKED_KEYS = ['question', 'query', 'input', 'prompt', 'text', 'content', 'messages'];
const ANSWERED_KEYS = ['answer', 'output', 'result', 'response', 'text', 'content', 'messages'];

/** What a step was asked for by a person: the last message of the user, else its input. Undefined where it says none. */
export function askedText({ inputMessages, input }: SpanContent): string | undefined {
  const last = inputMessages.findLast(({ role, parts }) => role === 'user' && textOf(parts) !== '');
  return last ? textOf(last.parts) : plainText(input, ASKED_KEYS);
}

/** What a step says to a person: its answer, else its output. Undefined where it says none. */
export function answeredText({ outputMessages, output }: SpanContent): string | undefined {
  const said = outputMessages.map(({ parts }) => textOf(parts)).filter((text) => text !== '');
  return said.length > 0 ? said.join('\n\n') : plainText(output, ANSWERED_KEYS);
}

function textOf(parts: Message['parts']): string {
  return parts
    .flatMap((part) => (part.type === 'text' && typeof part.content === 'string' ? part.content : []))
    .join('\n')
    .trim();
}

/** The text in a value as applications build them: itself, under a key that is known for it, or the last of a list. */
function plainText(value: unknown, keys: readonly string[], depth = 0): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value !== 'object' || value === null || depth === 4) return undefined;
  if (Array.isArray(value)) return plainText(value.at(-1), keys, depth + 1);
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of keys) {
    const text = plainText(fields[key], keys, depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}
