import type { Page } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { onReturn } from '../api/on-return.ts';
import { getJson } from '../api/request.ts';
import { type Answer, useAsked } from '../api/use-answer.ts';
import { wholeList } from './whole-list.ts';

/** An answer that others change as well: it is read again on demand, and when somebody comes back to the page. */
export interface Reread<T> {
  readonly answer: Answer<T>;
  readonly reload: () => void;
}

/** @param question Stands for it, as in {@link useAsked}. */
export function useReread<T>(question: string, ask: (abort: AbortSignal) => Promise<T>): Reread<T> {
  const [revision, setRevision] = useState(0);
  const reload = () => setRevision((old) => old + 1);
  useEffect(() => onReturn(reload), []);
  return { answer: useAsked(`${question} ${revision}`, ask), reload };
}

/** A list of our own API. */
export interface List<Item> extends Reread<Page<Item>> {
  readonly items: readonly Item[];
}

export function useList<Item>(path: string): List<Item> {
  const read = useReread(path, (abort) => wholeList((cursor) => getJson<Page<Item>>(pageOf(path, cursor), abort)));
  return { ...read, items: read.answer.value?.items ?? [] };
}

function pageOf(path: string, cursor: string | undefined): string {
  if (cursor === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
}
