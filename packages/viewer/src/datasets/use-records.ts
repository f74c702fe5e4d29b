import type { DatasetRecord } from '@tracewright/schema';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiFailure } from '../api/request.ts';
import { getRecords } from './datasets-api.ts';

const PAGE = 200;

/** Records as far as somebody has scrolled. */
export interface Records {
  readonly items: readonly DatasetRecord[];
  readonly failure: string | undefined;
}

/** Reads the records of a version, from the first on, until there are `wanted`. */
export function useRecords(id: string, version: number | undefined, wanted: number): Records {
  const [state, setState] = useState<{ readonly items: readonly DatasetRecord[]; readonly next: string | null }>({
    items: [],
    next: '',
  });
  const [failure, setFailure] = useState<string>();
  const isAsking = useRef(false);
  const { items, next } = state;
  const isWanted = next !== null && items.length < wanted;
  useEffect(() => {
    if (!isWanted || isAsking.current) return;
    isAsking.current = true;
    getRecords(id, version, next || undefined, PAGE).then(
      (page) => {
        isAsking.current = false;
        setFailure(undefined);
        setState({ items: [...items, ...page.items], next: page.nextCursor });
      },
      (error: unknown) => {
        isAsking.current = false;
        setFailure(error instanceof ApiFailure ? error.message : String(error));
      },
    );
  }, [id, version, isWanted, items]);
  return { items, failure };
}
