import type { DriftMonitor } from '@tracewright/schema';
import type { VNode } from 'preact';
import type { Question } from '../changes/confirmed.tsx';
import { NsMoment } from '../datasets/ns-moment.tsx';
import { DoingLine } from './doing-line.tsx';
import { DriftMeasures } from './drift-measures.tsx';
import style from './monitors.module.css';
import { MONITORS, remove } from './monitors-api.ts';
import { formatLength } from './rule-texts.ts';
import { useDoing } from './use-doing.ts';
import { useLimited } from './use-limited.tsx';

export interface DriftListProps {
  readonly monitors: readonly DriftMonitor[];
  readonly onEdit: (monitor: DriftMonitor) => void;
  /** Something has changed. */
  readonly onChanged: () => void;
}

/** Monitors of drift with what they have measured last. */
export function DriftList({ monitors, onEdit, onChanged }: DriftListProps): VNode {
  const doing = useDoing();
  const { shown, more } = useLimited(monitors, 'monitors');
  return (
    <>
      {shown.map((monitor) => (
        <div key={monitor.id} class={style.rows}>
          <div class={style.head}>
            <h3 class={style.formTitle}>{monitor.name}</h3>
            {!monitor.isEnabled && <span class={style.state}>off</span>}
            <span class={style.done}>{windowsText(monitor)}</span>
            <LastLook monitor={monitor} />
            <span class={style.actions}>
              <button
                type="button"
                class={style.button}
                onClick={() => onEdit(monitor)}
                aria-label={`Edit ${monitor.name}`}
              >
                Edit
              </button>
              <button
                type="button"
                class={style.button}
                aria-label={`Delete ${monitor.name}`}
                onClick={() => void doing.run(() => remove(MONITORS, monitor), deletion(monitor)).then(onChanged)}
              >
                Delete
              </button>
            </span>
          </div>
          {monitor.problem !== null && <p class={style.failure}>It could not be measured: {monitor.problem}</p>}
          <Measures monitor={monitor} />
        </div>
      ))}
      {more}
      <DoingLine doing={doing} />
    </>
  );
}

function LastLook({ monitor: { readings } }: { readonly monitor: DriftMonitor }): VNode {
  const last = readings.at(-1);
  return last === undefined ? <span class={style.done}>not measured yet</span> : <NsMoment ns={last.atNs} />;
}

function Measures({ monitor: { name, readings } }: { readonly monitor: DriftMonitor }): VNode | null {
  const last = readings.at(-1);
  return last === undefined ? null : <DriftMeasures name={name} reading={last} earlier={readings.slice(0, -1)} />;
}

function windowsText({ subject, windowMs, reference }: DriftMonitor): string {
  const what = subject.kind === 'prompts' ? 'prompts' : `the score ${subject.name}`;
  const before = reference.kind === 'before' ? `the ${formatLength(reference.lengthMs)} before` : 'a fixed time';
  return `${what}, the last ${formatLength(windowMs)} against ${before}`;
}

function deletion({ name }: DriftMonitor): Question {
  const says = 'All that it has measured goes as well, and alerts on it see nothing more.';
  return { title: `Delete the monitor ${name}?`, says, action: 'Delete' };
}
