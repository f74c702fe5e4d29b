import type { AlertRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import type { Question } from '../changes/confirmed.tsx';
import { NsMoment } from '../datasets/ns-moment.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { DoingLine } from './doing-line.tsx';
import style from './monitors.module.css';
import { ALERTS, remove, silenceAlert, testAlert } from './monitors-api.ts';
import { conditionText, readingText } from './rule-texts.ts';
import { useDoing } from './use-doing.ts';
import { useLimited } from './use-limited.tsx';

const STATES = { ok: 'ok', pending: 'pending', firing: 'firing', noData: 'no data' } as const;
const SILENCE_MS = 3_600_000;

export interface AlertListProps {
  readonly rules: readonly AlertRule[];
  readonly onEdit: (rule: AlertRule) => void;
  readonly onHistory: (rule: AlertRule) => void;
  /** Something has changed. */
  readonly onChanged: () => void;
}

/** Alerts, those that fire first. */
export function AlertList({ rules, onEdit, onHistory, onChanged }: AlertListProps): VNode {
  const doing = useDoing();
  const { shown, more } = useLimited(rules, 'alerts');
  const act = (work: () => Promise<string | undefined>, question?: Question) =>
    void doing.run(work, question).then(onChanged);
  return (
    <>
      <DataTable
        caption="All alerts"
        isCaptionHidden
        columns={[
          { title: 'Alert' },
          { title: 'Fires at' },
          { title: 'Seen last' },
          { title: 'Since', isMinor: true },
          { title: 'What to do' },
        ]}
        rows={shown.map((rule) => {
          const { id, name, state, isEnabled, last, sinceNs, silencedUntilNs, problem, metric, webhook } = rule;
          return [
            <span key="name" class={style.name}>
              <span class={style.state} data-state={isEnabled ? state : 'off'}>
                {isEnabled ? STATES[state] : 'off'}
              </span>
              {name}
            </span>,
            <span key="rule" class={style.brief}>
              {conditionText(rule)}
            </span>,
            <span key="last" class={style.brief}>
              {problem ?? readingText(metric, last)}
            </span>,
            sinceNs === null ? '–' : <NsMoment key="since" ns={sinceNs} />,
            <span key="actions" class={style.actions}>
              <button type="button" class={style.button} onClick={() => onEdit(rule)} aria-label={`Edit ${name}`}>
                Edit
              </button>
              <button
                type="button"
                class={style.button}
                onClick={() => onHistory(rule)}
                aria-label={`History of ${name}`}
              >
                History
              </button>
              <button
                type="button"
                class={style.button}
                aria-label={silencedUntilNs === null ? `Silence 1 h: ${name}` : `End silence of ${name}`}
                onClick={() => act(() => silence(id, silencedUntilNs))}
              >
                {silencedUntilNs === null ? 'Silence 1 h' : 'End silence'}
              </button>
              {webhook !== null && (
                <button
                  type="button"
                  class={style.button}
                  aria-label={`Test the webhook of ${name}`}
                  onClick={() => act(() => tried(id))}
                >
                  Test
                </button>
              )}
              <button
                type="button"
                class={style.button}
                aria-label={`Delete ${name}`}
                onClick={() => act(() => remove(ALERTS, rule), deletion(rule))}
              >
                Delete
              </button>
            </span>,
          ];
        })}
      />
      {more}
      <DoingLine doing={doing} />
    </>
  );
}

async function silence(id: string, silencedUntilNs: string | null): Promise<string> {
  if (silencedUntilNs !== null) {
    await silenceAlert(id, null);
    return 'It is told again.';
  }
  await silenceAlert(id, `${Date.now() + SILENCE_MS}000000`);
  return 'Nothing is told for an hour; what still fires then is told.';
}

async function tried(id: string): Promise<string> {
  const { delivery } = await testAlert(id);
  if (delivery?.state === 'delivered') return `The webhook has answered ${delivery.status}.`;
  throw new Error(delivery?.error ?? 'the webhook was not told');
}

function deletion({ name, webhook }: AlertRule): Question {
  const untold = webhook === null ? '' : ' Its webhook is told nothing more, not even that it is over.';
  return { title: `Delete the alert ${name}?`, says: `Its history goes as well.${untold}`, action: 'Delete' };
}
