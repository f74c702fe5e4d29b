import type { DatasetRecord } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { poll } from '../api/poll.ts';
import { ApiFailure } from '../api/request.ts';
import { getRecords } from './datasets-api.ts';

const PAGE = 200;

/** Records as far as somebody has scrolled. */
export interface Records {
  readonly items: readonly DatasetRecord[];
  readonly failure: string | undefined;
}

/** Reads the records of a version, from the first on, until there are `wanted`; after a failure it tries again. */
export function useRecords(id: string, version: number | undefined, wanted: number): Records {
  const [state, setState] = useState<{ readonly items: readonly DatasetRecord[]; readonly next: string | null }>({
    items: [],
    next: '',
  });
  const [failure, setFailure] = useState<string>();
  const { items, next } = state;
  const isWanted = next !== null && items.length < wanted;
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
