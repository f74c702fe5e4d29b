import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiFailure } from '../../api/request.ts';
import { type Answer, useAsked } from '../../api/use-answer.ts';
import type { Found } from '../api/shapes.ts';

/** A list as far as it has been asked for. */
export interface Pages<T> {
  readonly answer: Answer<Found<T>>;
  readonly items: readonly T[];
  readonly hasMore: boolean;
  /** Why the page after the last one has not come. */
  readonly failure: string | undefined;
  readonly loadMore: () => void;
  /** Reads it again from its beginning. */
  readonly reload: () => void;
}

/**
 * Reads a list page by page.
 *
 * @param question Stands for what is asked: another text is another list.
 */
export function usePages<T>(
  question: string,
  ask: (after: string | undefined, abort?: AbortSignal) => Promise<Found<T>>,
): Pages<T> {
  const [revision, setRevision] = useState(0);
  const asked = `${revision} ${question}`;
  const first = useAsked(asked, (abort) => ask(undefined, abort));
  const [later, setLater] = useState<{ readonly of: string; readonly pages: readonly Found<T>[] }>();
  const [failure, setFailure] = useState<string>();
  const isAsking = useRef(false);
  useEffect(() => setFailure(undefined), [asked]);
  const pages = later?.of === asked ? later.pages : [];
  const token = (pages.at(-1) ?? first.value)?.nextToken;
  const loadMore = async () => {
    if (token === undefined || isAsking.current) return;
    isAsking.current = true;
    try {
      const page = await ask(token);
      setLater({ of: asked, pages: [...pages, page] });
      setFailure(undefined);
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error.message : String(error));
    } finally {
      isAsking.current = false;
    }
  };
  return {
    answer: first,
    items: [...(first.value?.items ?? []), ...pages.flatMap(({ items }) => items)],
    hasMore: token !== undefined,
    failure,
    loadMore: () => void loadMore(),
    reload: () => setRevision(revision + 1),
  };
}
