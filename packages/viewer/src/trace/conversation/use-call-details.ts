import type { SpanDetail } from '@tracewright/schema';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { connection } from '../../api/connection.ts';
import type { SpanCache } from '../../api/span-cache.ts';

export interface CallDetails {
  /** Of the first calls, in their order, as far as all have come. */
  readonly details: readonly SpanDetail[];
  /** Whether more of the wanted ones are on their way. */
  readonly isLoading: boolean;
  /** Why the next one is not there. */
  readonly failure: string | undefined;
}

/**
 * Loads the spans of calls in their order; what failed is tried again once the collector is back.
 *
 * @param spanIds Those wanted; more of them may be wanted later.
 * @param version Running spans are read again when this changes.
 */
export function useCallDetails(cache: SpanCache, spanIds: readonly string[], version: unknown): CallDetails {
  const [loaded, setLoaded] = useState<ReadonlyMap<string, SpanDetail>>(new Map());
  const [failure, setFailure] = useState<string>();
  const wanted = spanIds.join();

  useEffect(() => {
    let isCurrent = true;
    const isNeeded = (id: string) => (loaded.get(id)?.status ?? 'running') === 'running';
    const load = (id: string) =>
      cache.load(id).then((detail) => isCurrent && setLoaded((old) => new Map(old).set(id, detail)));
    Promise.all(spanIds.filter(isNeeded).map(load)).then(
      () => isCurrent && setFailure(undefined),
      (error: Error) => isCurrent && setFailure(error.message),
    );
    return () => {
      isCurrent = false;
    };
  }, [cache, wanted, version, connection.value.state]);

  return useMemo(() => {
    const firstMissing = spanIds.findIndex((id) => !loaded.has(id));
    const ready = firstMissing === -1 ? spanIds : spanIds.slice(0, firstMissing);
    return {
      details: ready.map((id) => loaded.get(id)!),
      isLoading: firstMissing !== -1 && failure === undefined,
      failure: firstMissing === -1 ? undefined : failure,
    };
  }, [loaded, wanted, failure]);
}
