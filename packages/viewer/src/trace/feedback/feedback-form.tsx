import type { NewFeedback } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import style from './feedback-box.module.css';

/** A score, a comment, or both. Keeps what was written until it has been stored. */
export function FeedbackForm({ onAdd }: { readonly onAdd: (feedback: NewFeedback) => Promise<boolean> }): VNode {
  const [score, setScore] = useState('');
  const [comment, setComment] = useState('');
  const text = comment.trim();
  const send = async (event: Event) => {
    event.preventDefault();
    const feedback: NewFeedback =
      score === ''
        ? { name: 'comment', value: text }
        : { name: 'score', value: Number(score), ...(text === '' ? {} : { rationale: text }) };
    if (!(await onAdd(feedback))) return;
    setScore('');
    setComment('');
  };
  return (
    <form class={style.form} onSubmit={send}>
      <input
        class={style.score}
        type="number"
        step="any"
        aria-label="Score"
        placeholder="Score"
        value={score}
        onInput={(event) => setScore(event.currentTarget.value)}
      />
      <input
        class={style.comment}
        type="text"
        aria-label="Comment"
        placeholder="Comment"
        maxLength={65_536}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <button type="submit" class={style.send} disabled={score === '' && text === ''}>
        Add
      </button>
    </form>
  );
}
