import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import style from './queue-list.module.css';

export interface QueueListProps {
  readonly traces: readonly TraceSummary[];
  readonly current: string | undefined;
  /** Whether one has reviewed it. */
  readonly isDone: (traceId: string) => boolean;
  readonly onOpen: (traceId: string) => void;
}

/** What is to be reviewed, at most two hundred. */
export function QueueList({ traces, current, isDone, onOpen }: QueueListProps): VNode {
  return (
    <ol class={style.queue} aria-label="Queue">
      {traces.map(({ traceId, name, preview }) => (
        <li key={traceId}>
          <button
            type="button"
            class={classNames(style.item, traceId === current && style.current)}
            aria-current={traceId === current ? 'true' : undefined}
            onClick={() => onOpen(traceId)}
          >
            <span class={style.text}>{preview ?? name}</span>
            {isDone(traceId) && (
              <span class={style.done} title="reviewed by you">
                <Icon name="check" size={12} />
              </span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
