import type { Feedback } from '@tracewright/schema';
import type { VNode } from 'preact';
import { epochMs, formatIso } from '../../format/moment.ts';
import { IconButton } from '../../ui/icon-button.tsx';
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
      <IconButton isSmall icon="close" label={`Delete the feedback ${name}`} onClick={onRemove} />
      {rationale !== null && <p class={style.rationale}>{rationale}</p>}
    </li>
  );
}
