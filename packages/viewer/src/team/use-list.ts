import type { Page } from '@tracewright/schema';
import { useState } from 'preact/hooks';
import { getJson } from '../api/request.ts';
import { type Answer, useAsked } from '../api/use-answer.ts';
import { wholeList } from './whole-list.ts';

/** A list of our own API, and how to read it again. */
export interface List<Item> {
  readonly answer: Answer<Page<Item>>;
  readonly items: readonly Item[];
  readonly reload: () => void;
}

export function useList<Item>(path: string): List<Item> {
  const [revision, setRevision] = useState(0);
  const answer = useAsked(`${path} ${revision}`, (abort) =>
    wholeList((cursor) => getJson<Page<Item>>(pageOf(path, cursor), abort)),
  );
  return { answer, items: answer.value?.items ?? [], reload: () => setRevision((old) => old + 1) };
}

function pageOf(path: string, cursor: string | undefined): string {
  if (cursor === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
}
