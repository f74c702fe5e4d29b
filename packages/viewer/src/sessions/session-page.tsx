import { useSignal } from '@preact/signals';
import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import { MessagePage } from '../shell/message-page.tsx';
import { followList } from '../traces/follow-list.ts';
import { TraceList } from '../traces/trace-list.ts';
import { onPageKeys } from '../ui/page-keys.ts';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { SessionHead } from './session-head.tsx';
import style from './session-page.module.css';
import { TraceGlance } from './trace-glance.tsx';
import { TurnItem, turnElementId } from './turn-item.tsx';
import { useTurns } from './use-turns.ts';

const NONE: readonly TraceSummary[] = [];

/** `/sessions/:id?trace=`: the turns of a conversation from the first to the last, one of them opened beside them. */
export function SessionPage({ sessionId }: { readonly sessionId: string }): VNode {
  const [, navigate] = useLocation();
  const { trace: opened } = useQuery();
  const list = useMemo(() => new TraceList({ sessionId }), [sessionId]);
  const newestFirst = list.loaded.value?.items ?? NONE;
  const traces = useMemo(() => newestFirst.toReversed(), [newestFirst]);
  const turns = useTurns(traces);
  const current = useSignal(opened);
  const address = `/sessions/${encodeURIComponent(sessionId)}`;
  const open = (traceId: string | undefined) => {
    if (traceId !== undefined) current.value = traceId;
    navigate(`${address}${formatQuery({ trace: traceId })}`, {
      replace: opened !== undefined && traceId !== undefined,
    });
  };

  useEffect(() => {
    document.title = `${sessionId} · Tracewright`;
    return followList(list);
  }, [list, sessionId]);
  useEffect(() => {
    const move = (by: number) => {
      const at = traces.findIndex(({ traceId }) => traceId === current.peek());
      const next = traces[Math.min(Math.max(at + by, 0), traces.length - 1)];
      if (!next) return;
      current.value = next.traceId;
      document.getElementById(turnElementId(next.traceId))?.focus();
      // What is open goes along.
      if (opened !== undefined) open(next.traceId);
    };
    const next = { says: 'next turn', run: () => move(1) };
    const previous = { says: 'previous turn', run: () => move(-1) };
    return onPageKeys(
      {
        ...{ j: next, ArrowDown: next, k: previous, ArrowUp: previous },
        Enter: { says: 'open the turn beside', run: () => open(current.peek()) },
        o: {
          says: 'go to the trace of the turn',
          run: () => current.peek() !== undefined && navigate(`/traces/${current.peek()}`),
        },
        Escape: { says: 'close what is beside', run: () => open(undefined) },
      },
      'Session',
    );
  });

  if (list.loaded.value && traces.length === 0) {
    return (
      <MessagePage title="No such session">
        Nothing of a session {sessionId} is stored, or not yet. <Link href="/sessions">Go to the sessions</Link>
      </MessagePage>
    );
  }
  const total = list.total.value?.count ?? traces.length;
  const longestMs = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 1);
  return (
    <div class={style.page}>
      <SessionHead sessionId={sessionId} traces={traces} total={total} />
      {list.failure.value !== undefined && (
        <p class={style.failure} role="alert">
          {list.failure.value}
        </p>
      )}
      <div class={style.body}>
        <div class={style.thread} tabIndex={0} role="region" aria-label="Turns">
          {list.loaded.value?.nextCursor != null && (
            <button type="button" class={style.earlier} onClick={() => list.loadMore()}>
              {formatCount(total - traces.length)} earlier turns
            </button>
          )}
          <ol class={style.turns}>
            {traces.map((trace) => (
              <TurnItem
                key={trace.traceId}
                trace={trace}
                turn={turns.value.get(trace.traceId)}
                longestMs={longestMs}
                isOpen={trace.traceId === opened}
                onOpen={() => open(trace.traceId)}
              />
            ))}
          </ol>
        </div>
        {opened !== undefined && <TraceGlance key={opened} traceId={opened} onClose={() => open(undefined)} />}
      </div>
    </div>
  );
}
