import type { OutputMessage } from '@tracewright/schema';
import type { RowDocument, ToolCall } from './row-trace.ts';

/** The value of a JSON text; the text itself where it is none, as when it was cut. */
export function parsedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The documents of a retriever's output, under the names that libraries give their parts; none of anything else. */
export function documentsIn(value: unknown): readonly RowDocument[] {
  return Array.isArray(value) ? value.map(documentOf) : [];
}

/** The tools that a model asked for in its answers. */
export function toolCallsIn(messages: unknown): readonly ToolCall[] {
  if (!Array.isArray(messages)) return [];
  return (messages as readonly Partial<OutputMessage>[]).flatMap(({ parts = [] }) =>
    parts.flatMap((part) =>
      part.type === 'tool_call' && typeof part.name === 'string'
        ? [{ name: part.name, arguments: parsedJson(part.arguments) }]
        : [],
    ),
  );
}

function documentOf(item: unknown): RowDocument {
  if (typeof item !== 'object' || item === null) return { content: String(item) };
  const fields = item as Readonly<Record<string, unknown>>;
  const metadata =
    typeof fields.metadata === 'object' ? (fields.metadata as Readonly<Record<string, unknown>> | null) : null;
  const content = fields.content ?? fields.text ?? fields.pageContent ?? fields.page_content ?? '';
  const id = fields.id ?? metadata?.id ?? metadata?.doc_id ?? metadata?.source;
  return {
    ...(id === undefined || id === null ? {} : { id: String(id) }),
    content: typeof content === 'string' ? content : JSON.stringify(content),
    ...(typeof fields.score === 'number' ? { score: fields.score } : {}),
  };
}
