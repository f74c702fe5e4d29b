import type { Message, MessagePart, OutputMessage, SpanDetail } from '@tracewright/schema';
import { fingerprint } from './fingerprint.ts';

/** Something said in a conversation. */
export type Turn =
  /** To a model, for the first time in this trace. */
  | { readonly type: 'message'; readonly message: Message }
  /** By a model. */
  | AnswerTurn;

/** What one call of a model brought. */
export interface AnswerTurn {
  readonly type: 'answer';
  readonly detail: SpanDetail;
  /** One per choice; empty where it failed, still runs or was not captured. */
  readonly messages: readonly OutputMessage[];
  /** Messages that the model was sent, and how many of them it or another call had been sent before. */
  readonly sentCount: number;
  readonly repeatedCount: number;
}

/** A conversation as a person reads it. */
export interface ConversationText {
  readonly turns: readonly Turn[];
  /** What tools answered, by the id of the call; it is shown with the call and not again. */
  readonly results: ReadonlyMap<string, unknown>;
}

/**
 * Reads a conversation from the calls of a trace, in their order. Each call is sent all that was said before: what has
 * been shown already is not shown again. A message that occurs twice in one history was said twice.
 */
export function conversationTurns(calls: readonly SpanDetail[]): ConversationText {
  const turns: Turn[] = [];
  /** How often each message has been shown. */
  const shown = new Map<string, number>();
  const callIds = new Set<string>();
  const results = new Map<string, unknown>();

  for (const detail of calls) {
    const { system, inputMessages, outputMessages } = detail.content;
    const sent = [...system, ...inputMessages];
    const seen = new Map<string, number>();
    let repeatedCount = 0;
    for (const message of sent) {
      const print = fingerprint(message);
      const occurrence = (seen.get(print) ?? 0) + 1;
      seen.set(print, occurrence);
      if (occurrence <= (shown.get(print) ?? 0)) {
        repeatedCount++;
        continue;
      }
      shown.set(print, occurrence);
      noteCalls(message);
      const rest = withoutResults(message);
      if (rest) turns.push({ type: 'message', message: rest });
    }
    for (const message of outputMessages) {
      const print = fingerprint(message);
      shown.set(print, (shown.get(print) ?? 0) + 1);
      noteCalls(message);
    }
    turns.push({ type: 'answer', detail, messages: outputMessages, sentCount: sent.length, repeatedCount });
  }
  return { turns, results };

  function noteCalls({ parts }: Message): void {
    for (const part of parts) if (part.type === 'tool_call' && part.id !== undefined) callIds.add(part.id);
  }

  /** Takes out the results of calls that are shown; undefined where nothing is left. */
  function withoutResults(message: Message): Message | undefined {
    const parts = message.parts.filter((part: MessagePart) => {
      if (part.type !== 'tool_call_response' || part.id === undefined || !callIds.has(part.id)) return true;
      results.set(part.id, part.response);
      return false;
    });
    if (parts.length === message.parts.length) return message;
    return parts.length > 0 ? { ...message, parts } : undefined;
  }
}
