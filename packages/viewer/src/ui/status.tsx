import type { Status } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from './class-names.ts';
import style from './status.module.css';

/** What the viewer calls a status. */
export const STATUS_LABELS: Readonly<Record<Status, string>> = {
  ok: 'OK',
  unset: 'OK',
  error: 'Error',
  running: 'Running',
};

/** A span without a status ended as well as one that says so, hence the same word; the title tells them apart. */
export function StatusMark({ status }: { readonly status: Status }): VNode {
  return (
    <span
      class={classNames(style.mark, style[status])}
      title={status === 'unset' ? 'ended, status not set' : undefined}
    >
      <span class={style.dot} aria-hidden="true" />
      {STATUS_LABELS[status]}
    </span>
  );
}
