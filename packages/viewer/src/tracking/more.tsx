import type { VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import style from './run-page.module.css';

export interface MoreProps {
  readonly hasMore: boolean;
  readonly shown: number;
  readonly noun: string;
}

/** Says where a list ends before what there is does. */
export function More({ hasMore, shown, noun }: MoreProps): VNode | null {
  if (!hasMore) return null;
  return (
    <p class={style.none} role="status">
      The first {formatCount(shown)} {noun}; there are more.
    </p>
  );
}
