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

/** Pause between two answers, ms; undefined: one is enough. Where an answer says it, one function for all renderings. */
export type RefreshMs<T> = number | ((answer: T) => number | undefined) | undefined;

/**
 * Asks a question of our own API, and again after a while; after a failure it keeps what there is and tries again.
 *
 * @param path Undefined: nothing is asked yet. Another one is asked at once.
 */
export function useAnswer<T>(path: string | undefined, refreshMs?: RefreshMs<T>): Answer<T> {
  return useAsked<T>(path, (abort) => getJson<T>(path ?? '', abort), refreshMs);
}

/**
 * The same of a question that a path alone does not say.
 *
 * @param question Stands for it: another text is another question. Undefined: nothing is asked yet.
 */
export function useAsked<T>(
  question: string | undefined,
  ask: (abort: AbortSignal) => Promise<T>,
  refreshMs?: RefreshMs<T>,
): Answer<T> {
  const [state, setState] = useState<{
    readonly question: string;
    readonly value: T | undefined;
    readonly answered: string | undefined;
    readonly failure: ApiFailure | undefined;
  }>();
  useEffect(() => {
    if (question === undefined) return undefined;
    return poll(async (abort) => {
      try {
        const value = await ask(abort);
        setState({ question, value, answered: question, failure: undefined });
        return typeof refreshMs === 'function' ? refreshMs(value) : refreshMs;
      } catch (error) {
        if (abort.aborted) throw error;
        const failure = error instanceof ApiFailure ? error : new ApiFailure('UNEXPECTED', String(error));
        setState((old) => ({ question, value: old?.value, answered: old?.answered, failure }));
        // A question that is wrong stays so.
        if (failure.code === 'INVALID_PARAMETER_VALUE') return undefined;
        throw error;
      }
    });
  }, [question, refreshMs]);
  return {
    value: state?.value,
    isCurrent: state !== undefined && state.answered === question,
    failure: state?.question === question ? state?.failure : undefined,
  };
}
