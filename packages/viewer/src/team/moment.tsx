import type { VNode } from 'preact';
import { epochMs, formatMoment } from '../format/moment.ts';

/** A moment as our API tells it, to the second where one rests on it. @param ns Null: never. */
export function Moment({ ns, never = 'never' }: { readonly ns: string | null; readonly never?: string }): VNode {
  if (ns === null) return <>{never}</>;
  const date = new Date(epochMs(ns));
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString()}>
      {formatMoment(date.getTime(), Date.now())}
    </time>
  );
}
