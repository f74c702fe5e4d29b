import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { onPageKeys } from '../ui/page-keys.ts';
import type { Review } from './review.ts';
import style from './review-form.module.css';

const SCORES = [1, 2, 3, 4, 5] as const;

export interface ReviewFormProps {
  /** What was said before. */
  readonly review: Review;
  /** Categories that are in use. */
  readonly categories: readonly string[];
  /** The answer that the trace gave, to correct; undefined: none is known. */
  readonly answer: string | undefined;
  readonly isSaving: boolean;
  readonly failure: string | undefined;
  /** @param correction What would have been right; undefined where nobody says. */
  readonly onSave: (review: Review, correction: string | undefined) => void;
  readonly onSkip: () => void;
}

/** What somebody says of one trace; keys are enough for the usual case. */
export function ReviewForm(props: ReviewFormProps): VNode {
  const { categories, answer, isSaving, failure, onSave, onSkip } = props;
  const [review, setReview] = useState(props.review);
  const [correction, setCorrection] = useState<string>();
  const set = (change: Partial<Review>) => setReview((before) => ({ ...before, ...change }));
  const save = () => onSave(review, correction?.trim() || undefined);
  const latest = useRef({ save, onSkip });
  latest.current = { save, onSkip };
  useEffect(
    () =>
      onPageKeys(
        {
          y: { says: 'good', run: () => set({ thumbs: true }) },
          n: { says: 'bad', run: () => set({ thumbs: false }) },
          ...Object.fromEntries(
            SCORES.map((score) => [String(score), { says: 'score', run: () => set({ score }) }] as const),
          ),
          s: { says: 'skip the trace', run: () => latest.current.onSkip() },
          'Mod+Enter': { says: 'save and go on', run: () => latest.current.save() },
        },
        'Review',
      ),
    [],
  );
  return (
    <form
      class={style.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        // Also where one types.
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        save();
      }}
    >
      <fieldset class={style.group}>
        <legend class={style.legend}>Is it good?</legend>
        {[true, false].map((value) => (
          <button
            key={String(value)}
            type="button"
            class={classNames(style.choice, !value && style.bad, review.thumbs === value && style.chosen)}
            aria-pressed={review.thumbs === value}
            onClick={() => set({ thumbs: review.thumbs === value ? undefined : value })}
          >
            <Icon name="thumb" size={14} /> {value ? 'Good' : 'Bad'} <kbd>{value ? 'y' : 'n'}</kbd>
          </button>
        ))}
      </fieldset>
      <fieldset class={style.group}>
        <legend class={style.legend}>Score</legend>
        {SCORES.map((score) => (
          <button
            key={score}
            type="button"
            class={classNames(style.choice, style.score, review.score === score && style.chosen)}
            aria-pressed={review.score === score}
            onClick={() => set({ score: review.score === score ? undefined : score })}
          >
            {score}
          </button>
        ))}
      </fieldset>
      <label class={style.field}>
        Category
        <input
          type="text"
          list="review-categories"
          maxLength={250}
          placeholder="such as wrong fact, tone, refusal"
          value={review.category ?? ''}
          onInput={(event) => set({ category: event.currentTarget.value || undefined })}
        />
        <datalist id="review-categories">
          {categories.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
      </label>
      <label class={style.field}>
        Comment
        <textarea
          rows={2}
          maxLength={65_536}
          value={review.comment ?? ''}
          onInput={(event) => set({ comment: event.currentTarget.value || undefined })}
        />
      </label>
      {correction === undefined ? (
        <button type="button" class={style.correct} onClick={() => setCorrection(answer ?? '')}>
          Correct the answer
        </button>
      ) : (
        <label class={style.field}>
          What would have been right
          <textarea
            rows={6}
            maxLength={65_536}
            value={correction}
            onInput={(event) => setCorrection(event.currentTarget.value)}
          />
          <span class={style.hint}>It becomes what is expected of this trace, for datasets and evaluations.</span>
        </label>
      )}
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
      <div class={style.actions}>
        <button type="submit" class={style.save} disabled={isSaving}>
          Save and go on <kbd>Ctrl ⏎</kbd>
        </button>
        <button type="button" class={style.choice} onClick={onSkip}>
          Skip <kbd>s</kbd>
        </button>
      </div>
    </form>
  );
}
