import type { Message } from '@tracewright/schema';

const known = new WeakMap<Message, string>();

/**
 * What makes a message the same one when it is sent again: who says what. Reasoning and the reason to stop are left out,
 * since models are not told them again; arguments are compared as JSON, whoever wrote it.
 */
export function fingerprint(message: Message): string {
  const found = known.get(message) ?? JSON.stringify([message.role, textOf(message), ...partsOf(message)]);
  known.set(message, found);
  return found;
}

/** All text of a message: some senders cut it into parts that others join. */
function textOf({ parts }: Message): string {
  return parts
    .map((part) => (part.type === 'text' ? String(part.content) : ''))
    .join('')
    .trim();
}

function partsOf({ parts }: Message): readonly unknown[] {
  return parts.flatMap((part) => {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        return [];
      case 'tool_call':
        return [['call', part.id ?? null, part.name, part.id === undefined ? canonical(part.arguments) : null]];
      case 'tool_call_response':
        return [['result', part.id ?? null, canonical(part.response)]];
      default:
        return [canonical(part)];
    }
  });
}

/** JSON with its keys in order; text that is JSON counts as what it says. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'string') return JSON.stringify(sorted(value));
  try {
    return JSON.stringify(sorted(JSON.parse(value)));
  } catch {
    return value;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
