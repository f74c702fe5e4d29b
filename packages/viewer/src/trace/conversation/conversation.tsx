import type { TraceDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { SpanCache } from '../../api/span-cache.ts';
import { formatCount } from '../../format/number.ts';
import { idOfSpan, spanOfId, type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';
import { rowData } from '../waterfall/row-data.ts';
import { AnswerTurnView } from './answer-turn.tsx';
import { ChatContext } from './chat-context.ts';
import style from './conversation.module.css';
import { conversationCalls } from './conversation-calls.ts';
import { conversationTurns } from './conversation-turns.ts';
import { InsteadOfCalls } from './instead-of-calls.tsx';
import { MessageTurn } from './message-turn.tsx';
import { useCallDetails } from './use-call-details.ts';
import { useShownPlace } from './use-shown-place.ts';

/** Calls that are read at first, and by each click on "more": each is a request. */
const STEP_CALLS = 12;

export interface ConversationProps {
  readonly trace: TraceDetail;
  readonly model: TraceModel;
  readonly spans: SpanCache;
  /** What is selected, wherever it was: the conversation begins there. */
  readonly selectedId: string | undefined;
  readonly onSelectSpan: (spanId: string) => void;
}

/** A trace as the chat that it was: what models were told and what they answered, each thing once. */
export function Conversation(props: ConversationProps): VNode {
  const { trace, model, spans, selectedId, onSelectSpan } = props;
  const calls = useMemo(() => conversationCalls(model.columns), [model]);
  const [limit, setLimit] = useState(() => Math.max(STEP_CALLS, callsUpTo(model, calls, selectedId)));
  const scroller = useRef<HTMLElement>(null);
  const wanted = calls.slice(0, limit);
  const ids = wanted.map((span) => idOfSpan(model, span));
  const { details, isLoading, failure } = useCallDetails(spans, ids, model);
  const { turns, results } = useMemo(() => conversationTurns(details), [details]);
  const chat = useMemo(() => ({ traceId: trace.traceId, onSelectSpan }), [trace.traceId, onSelectSpan]);
  useShownPlace(scroller, spans, selectedId, details);

  if (calls.length === 0) {
    return <InsteadOfCalls {...props} />;
  }
  const withinOf = (spanId: string): string | undefined => {
    const parent = model.columns.parent[wanted[ids.indexOf(spanId)] ?? -1] ?? -1;
    return parent === -1 ? undefined : rowData(model, parent).name || undefined;
  };
  const rest = calls.length - limit;
  return (
    <section class={style.scroll} aria-label="Conversation" tabIndex={0} ref={scroller}>
      <div class={style.thread}>
        <ChatContext.Provider value={chat}>
          {turns.map((turn, at) =>
            turn.type === 'message' ? (
              <MessageTurn key={at} message={turn.message} results={results} />
            ) : (
              <AnswerTurnView
                key={at}
                turn={turn}
                results={results}
                within={withinOf(turn.detail.spanId)}
                onOpen={() => onSelectSpan(turn.detail.spanId)}
              />
            ),
          )}
        </ChatContext.Provider>
        {isLoading && (
          <p class={style.note} role="status">
            Loading the conversation …
          </p>
        )}
        {failure !== undefined && (
          <p class={style.failure} role="alert">
            {failure}
          </p>
        )}
        {rest > 0 && !isLoading && failure === undefined && (
          <button type="button" class={style.more} onClick={() => setLimit(limit + STEP_CALLS)}>
            Read on: {formatCount(rest)} more {rest === 1 ? 'call' : 'calls'}
          </button>
        )}
      </div>
    </section>
  );
}

/** How many calls had begun by the start of a span: those that have to be read to show its place. */
function callsUpTo(model: TraceModel, calls: readonly number[], spanId: string | undefined): number {
  const span = spanId === undefined ? undefined : spanOfId(model, spanId);
  if (span === undefined || span === WHOLE_TRACE) return 0;
  const { startUs } = model.columns;
  return calls.filter((call) => startUs[call]! <= startUs[span]!).length;
}
