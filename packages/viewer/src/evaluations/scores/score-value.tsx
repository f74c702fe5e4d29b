import type { FeedbackValue } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatScore } from '../../format/score.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './score-value.module.css';

export interface ScoreValueProps {
  readonly value: FeedbackValue | null;
  readonly passed: boolean | null;
  /** Code of why there is no value. */
  readonly error: string | null;
}

/** What a scorer says of a row; whether that is good is told by a sign as well as by the colour. */
export function ScoreValue({ value, passed, error }: ScoreValueProps): VNode {
  if (error !== null) {
    return (
      <span class={classNames(style.value, style.error)} title={error}>
        <Icon name="error" size={12} /> error
      </span>
    );
  }
  if (value === null) return <span class={style.none}>–</span>;
  const text = typeof value === 'number' ? formatScore(value) : typeof value === 'boolean' ? yesNo(value) : value;
  return (
    <span
      class={classNames(style.value, passed === true && style.passed, passed === false && style.failed)}
      title={text}
    >
      {passed !== null && <Icon name={passed ? 'check' : 'close'} size={11} />}
      <span class={style.text}>{text}</span>
      {passed !== null && <span class="visually-hidden">{passed ? 'passed' : 'failed'}</span>}
    </span>
  );
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
