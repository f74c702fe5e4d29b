import type { SpanDetail } from '@tracewright/schema';
import { exchangeOf } from '../../routes/mlflow/traces/span-exchange.ts';
import { plainInput } from './scored-row.ts';

/** What somebody asked: the last message of a user, or the input as it is; '' where there is none. */
export function promptText(root: SpanDetail): string {
  const input = plainInput(exchangeOf(root).input);
  if (input === undefined || input === null) return '';
  if (typeof input === 'string') return input;
  const { messages } = input as {
    readonly messages?: readonly { readonly role?: unknown; readonly content?: unknown }[];
  };
  if (Array.isArray(messages)) {
    const last = messages.findLast(({ role }) => role === 'user') ?? messages.at(-1);
    if (typeof last?.content === 'string') return last.content;
  }
  const values = typeof input === 'object' ? Object.values(input) : [];
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : JSON.stringify(input);
}
