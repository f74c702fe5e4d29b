import type { Feedback } from '@tracewright/schema';
import type { VNode } from 'preact';
import { epochMs, formatIso } from '../../format/moment.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './feedback-box.module.css';

export interface FeedbackItemProps {
  readonly feedback: Feedback;
  readonly onRemove: () => void;
}

export function FeedbackItem({ feedback, onRemove }: FeedbackItemProps): VNode {
  const { name, value, rationale, source, updatedNs } = feedback;
  return (
    <li class={style.item} title={formatIso(epochMs(updatedNs))}>
      <p class={style.said}>
        <b>{name}</b> {typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}
        <span class={style.source}>
          {source.kind} · {source.id}
        </span>
      </p>
      <button type="button" class={style.remove} onClick={onRemove} aria-label={`Delete the feedback ${name}`}>
        <Icon name="close" size={12} />
      </button>
      {rationale !== null && <p class={style.rationale}>{rationale}</p>}
    </li>
  );
}
