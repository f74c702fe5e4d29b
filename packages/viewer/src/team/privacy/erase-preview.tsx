import type { Erasure } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount } from '../../format/number.ts';
import { Facts } from '../../ui/section.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import { TextField } from '../form-field.tsx';
import team from '../team.module.css';
import { countFacts, isUnderWay, leftOverFacts, stateText } from './erasure-words.ts';
import { askToErase, type Subject, useErasure } from './erasures-api.ts';
import style from './privacy.module.css';

const WATCH_DAYS = '30';

export interface ErasePreviewProps {
  readonly subject: Subject;
  /** The counting of it, as it was asked for. */
  readonly begun: Erasure;
  readonly onCancel: () => void;
  /** The deletion is under way. */
  readonly onErasing: (erasure: Erasure) => void;
}

/** How much there is of somebody, and the question whether all of it is to go: whoever means it writes whose it is. */
export function ErasePreview({ subject, begun, onCancel, onErasing }: ErasePreviewProps): VNode {
  const { value: erasure = begun, failure: unread } = useErasure(begun);
  const [typed, setTyped] = useState('');
  const [watchDays, setWatchDays] = useState(WATCH_DAYS);
  const { isBusy, failure, run } = useChange();
  const erase = () => run(async () => onErasing(await askToErase({ ...subject, watchDays: Number(watchDays) })));
  const { counts, leftOver } = erasure;
  const isAny = erasure.state === 'done' && counts.traces + counts.runs + counts.tableRows + leftOver.length > 0;
  return (
    <section class={style.card} aria-label="What goes">
      <h3 class={style.title}>
        Of the {subject.of} <code>{subject.value}</code>
      </h3>
      <p role="status" class={team.muted}>
        {isUnderWay(erasure) ? `Counting, ${formatCount(counts.traces)} traces so far …` : ''}
        {erasure.state === 'failed' && `Counting has ${stateText(erasure)}: ${erasure.error ?? ''}`}
        {erasure.state === 'done' && (isAny ? 'This would be deleted:' : 'Nothing is stored of it.')}
      </p>
      <FailureLine failure={unread?.message} />
      {isAny && <Facts facts={[...countFacts(counts), ...leftOverFacts(leftOver)]} />}
      {erasure.state === 'done' && (
        <form
          class={style.confirm}
          onSubmit={(event) => {
            event.preventDefault();
            erase();
          }}
        >
          <TextField
            label="Days for which what arrives late goes, too"
            hint="Apps that were offline send what they have kept; 0 for not at all."
            type="number"
            isRequired
            value={watchDays}
            onValue={setWatchDays}
          />
          <TextField
            label={`To delete it for good, write the id of the ${subject.of} once more`}
            isRequired
            value={typed}
            onValue={setTyped}
          />
          <FailureLine failure={failure} />
          <div class={team.buttons}>
            <button type="button" class={team.button} onClick={onCancel}>
              Cancel
            </button>
            <button type="submit" class={team.destructive} disabled={isBusy || typed.trim() !== subject.value}>
              Delete everything
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
