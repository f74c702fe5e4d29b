import type { DatasetRecord } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { poll } from '../api/poll.ts';
import { ApiFailure } from '../api/request.ts';
import { getRecords } from './datasets-api.ts';

const PAGE = 200;
/** Records among which one is looked for: at most fifty pages are read for it. */
const MOST_SOUGHT = 10_000;

/** Records as far as somebody has scrolled. */
export interface Records {
  readonly items: readonly DatasetRecord[];
  readonly failure: string | undefined;
}

/**
 * Reads the records of a version, from the first on, until there are `wanted` and the one that is looked for is among
 * them; after a failure it tries again.
 *
 * @param soughtId Undefined: none is looked for.
 */
export function useRecords(
  id: string,
  version: number | undefined,
  wanted: number,
  soughtId: string | undefined,
): Records {
  const [state, setState] = useState<{ readonly items: readonly DatasetRecord[]; readonly next: string | null }>({
    items: [],
    next: '',
  });
  const [failure, setFailure] = useState<string>();
  const { items, next } = state;
  const isSought = soughtId !== undefined && items.length < MOST_SOUGHT && items.every((item) => item.id !== soughtId);
  const isWanted = next !== null && (isSought || items.length < wanted);
  useEffect(() => {
    if (!isWanted) return undefined;
    return poll(async (abort) => {
      try {
        const page = await getRecords(id, version, next || undefined, PAGE, abort);
        setFailure(undefined);
        setState({ items: [...items, ...page.items], next: page.nextCursor });
      } catch (error) {
        if (!abort.aborted) setFailure(error instanceof ApiFailure ? error.message : String(error));
        throw error;
      }
      return undefined;
    });
  }, [id, version, isWanted, items]);
  return { items, failure };
}
