import { type Signal, useSignal } from '@preact/signals';
import type { ConversationTurn, TraceSummary } from '@tracewright/schema';
import { useEffect } from 'preact/hooks';
import { connection } from '../api/connection.ts';
import { getTurns } from '../api/sessions.ts';

/** Traces of one question. */
const CHUNK = 20;

/** What was said in a trace, and of which state of it that is. */
interface KnownTurn {
  readonly version: string;
  readonly turn: ConversationTurn | undefined;
}

/** What was said in traces, by their ids: asked for once, and again where a trace has grown since. */
export function useTurns(traces: readonly TraceSummary[]): Signal<ReadonlyMap<string, KnownTurn>> {
  const known = useSignal<ReadonlyMap<string, KnownTurn>>(new Map());
  useEffect(() => {
    const stop = new AbortController();
    const versions = new Map(traces.map((trace) => [trace.traceId, versionOf(trace)]));
    const missing = [...versions.keys()].filter((id) => known.peek().get(id)?.version !== versions.get(id));
    const load = async () => {
      for (let at = 0; at < missing.length && !stop.signal.aborted; at += CHUNK) {
        const ids = missing.slice(at, at + CHUNK);
        const turns = await getTurns(ids, stop.signal);
        const next = new Map(known.peek());
        for (const id of ids) {
          next.set(id, { version: versions.get(id) ?? '', turn: turns.find(({ traceId }) => traceId === id) });
        }
        known.value = next;
      }
    };
    // Where nothing answers the shell says so, and its return begins this anew.
    load().catch(() => undefined);
    return () => stop.abort();
  }, [traces, connection.value.state]);
  return known;
}

function versionOf({ spanCount, status }: TraceSummary): string {
  return `${spanCount}.${status}`;
}
