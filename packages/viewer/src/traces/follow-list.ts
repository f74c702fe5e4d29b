import { followTraces } from '../api/live.ts';
import { poll } from '../api/poll.ts';
import type { TraceList } from './trace-list.ts';

/** Without events: how often the list is read again. */
const REFRESH_MS = 3_000;
/** While nothing has come yet, someone is watching for the first span. */
const WAITING_REFRESH_MS = 1_000;
/** Events tell of new traces, not of deleted ones. */
const LIVE_REFRESH_MS = 15_000;
/** Between two readings because of events, however many come. */
const EVENT_PAUSE_MS = 700;

/**
 * Keeps a list up to date: by the collector's events where they come, else by reading it again and again.
 *
 * @returns stops it.
 */
export function followList(list: TraceList): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = new AbortController();
  const refreshSoon = () => {
    timer ??= setTimeout(() => {
      // Why it failed is shown by the list, and by the shell where nothing answers.
      list.refresh(stop.signal).catch(() => undefined);
      timer = undefined;
    }, EVENT_PAUSE_MS);
  };
  const live = followTraces(list.filter, {
    onChanged: (changed) => {
      list.update(changed);
      refreshSoon();
    },
    onUnsure: refreshSoon,
  });
  const stopPolling = poll(async (abort) => {
    await list.refresh(abort);
    if (live.isOpen()) return LIVE_REFRESH_MS;
    return list.total.peek()?.count === 0 ? WAITING_REFRESH_MS : REFRESH_MS;
  });
  return () => {
    stop.abort();
    clearTimeout(timer);
    live.close();
    stopPolling();
  };
}
