import { useEffect, useState } from 'preact/hooks';
import { poll } from './poll.ts';
import { ApiFailure, getJson } from './request.ts';

/** What is known of the answer to a question. */
export interface Answer<T> {
  /** The newest one, of an earlier question while the present one has none. */
  readonly value: T | undefined;
  /** Whether `value` answers the present question. */
  readonly isCurrent: boolean;
  /** Why the present question has no answer, or no newer one. */
  readonly failure: ApiFailure | undefined;
}

/**
 * Asks a question of our own API, and again after a while; after a failure it keeps what there is and tries again.
 *
 * @param path Undefined: nothing is asked yet. Another one is asked at once.
 * @param refreshMs Pause between two answers; undefined: one is enough.
 */
export function useAnswer<T>(path: string | undefined, refreshMs?: number): Answer<T> {
  const [state, setState] = useState<{
    readonly path: string;
    readonly value: T | undefined;
    readonly valuePath: string | undefined;
    readonly failure: ApiFailure | undefined;
  }>();
  useEffect(() => {
    if (path === undefined) return undefined;
    return poll(async (abort) => {
      try {
        const value = await getJson<T>(path, abort);
        setState({ path, value, valuePath: path, failure: undefined });
        return refreshMs;
      } catch (error) {
        if (abort.aborted) throw error;
        const failure = error instanceof ApiFailure ? error : new ApiFailure('UNEXPECTED', String(error));
        setState((old) => ({ path, value: old?.value, valuePath: old?.valuePath, failure }));
        throw error;
      }
    });
  }, [path, refreshMs]);
  return {
    value: state?.value,
    isCurrent: state !== undefined && state.valuePath === path,
    failure: state?.path === path ? state?.failure : undefined,
  };
}
