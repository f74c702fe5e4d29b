import type { Feedback, NewFeedback } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { addFeedback, deleteFeedback } from '../../api/feedback.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import style from './feedback-box.module.css';
import { FeedbackForm } from './feedback-form.tsx';
import { FeedbackItem } from './feedback-item.tsx';

/** Name under which thumbs are kept. */
const THUMBS = 'thumbs';

export interface FeedbackBoxProps {
  readonly traceId: string;
  /** The selected span; undefined where the whole trace is selected. */
  readonly spanId: string | undefined;
  /** All of the trace and its spans. */
  readonly given: readonly Feedback[];
  readonly onChange: (given: readonly Feedback[]) => void;
}

/** What people, judges and code said of a span or of the whole trace, and a place to say more. */
export function FeedbackBox({ traceId, spanId, given, onChange }: FeedbackBoxProps): VNode {
  const [isOfTrace, setOfTrace] = useState(false);
  const [failure, setFailure] = useState<string>();
  const about = isOfTrace || spanId === undefined ? null : spanId;
  const shown = given.filter((feedback) => feedback.spanId === about);
  const thumb = shown.find(({ name, source }) => name === THUMBS && source.kind === 'human');

  // A second click must not say the same again.
  const isBusy = useRef(false);
  /** Whether it worked; a failure is shown. */
  const attempt = async (change: () => Promise<readonly Feedback[]>): Promise<boolean> => {
    if (isBusy.current) return false;
    isBusy.current = true;
    try {
      onChange(await change());
      setFailure(undefined);
      return true;
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return false;
    } finally {
      isBusy.current = false;
    }
  };
  const add = (feedback: NewFeedback) =>
    attempt(async () => [
      ...given,
      await addFeedback(traceId, about === null ? feedback : { ...feedback, spanId: about }),
    ]);
  const remove = (feedback: Feedback) =>
    attempt(async () => {
      await deleteFeedback(feedback);
      return given.filter(({ id }) => id !== feedback.id);
    });
  // Pressed again, a thumb is taken back.
  const press = (value: boolean) => (thumb?.value === value ? remove(thumb) : add({ name: THUMBS, value }));

  return (
    <section class={style.box} aria-label="Feedback">
      <div class={style.line}>
        <h3 class={style.title}>Feedback</h3>
        {spanId !== undefined && (
          <label class={style.scope}>
            <input type="checkbox" checked={isOfTrace} onChange={(event) => setOfTrace(event.currentTarget.checked)} />
            on the whole trace
          </label>
        )}
        {[true, false].map((value) => (
          <button
            key={String(value)}
            type="button"
            class={classNames(style.thumb, !value && style.bad, thumb?.value === value && style.pressed)}
            aria-pressed={thumb?.value === value}
            aria-label={value ? 'Good' : 'Bad'}
            onClick={() => press(value)}
          >
            <Icon name="thumb" size={14} />
          </button>
        ))}
      </div>
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
      {shown.length > 0 && (
        <ul class={style.items}>
          {shown.map((feedback) => (
            <FeedbackItem key={feedback.id} feedback={feedback} onRemove={() => remove(feedback)} />
          ))}
        </ul>
      )}
      <FeedbackForm key={about} onAdd={add} />
    </section>
  );
}
