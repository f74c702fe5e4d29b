import type { AlertEvent, AlertRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useAnswer } from '../api/use-answer.ts';
import { NsMoment } from '../datasets/ns-moment.tsx';
import { Pending } from '../tracking/page/unanswered.tsx';
import { DataTable } from '../ui/data-table.tsx';
import style from './monitors.module.css';
import { ALERTS } from './monitors-api.ts';
import { readingText } from './rule-texts.ts';

const REFRESH_MS = 10_000;
const KINDS = { firing: 'fires', resolved: 'is over', test: 'test' } as const;

/** What has happened to an alert, and who was told. */
export function AlertHistory({ rule, onClose }: { readonly rule: AlertRule; readonly onClose: () => void }): VNode {
  const answer = useAnswer<{ readonly items: readonly AlertEvent[] }>(
    `${ALERTS}/${encodeURIComponent(rule.id)}/events`,
    REFRESH_MS,
  );
  const events = answer.value?.items;
  return (
    <div class={style.form}>
      <div class={style.wide}>
        <div class={style.head}>
          <h3 class={style.formTitle}>History of {rule.name}</h3>
          <button type="button" class={style.button} onClick={onClose}>
            Close
          </button>
        </div>
        {events === undefined && <Pending answer={answer} />}
        {events?.length === 0 && <p class={style.none}>Nothing has happened yet.</p>}
        {events !== undefined && events.length > 0 && (
          <DataTable
            caption={`History of ${rule.name}`}
            isCaptionHidden
            columns={[{ title: 'When' }, { title: 'What' }, { title: 'Seen' }, { title: 'Told' }]}
            rows={events.map((event) => [
              <NsMoment key="when" ns={event.atNs} />,
              `${KINDS[event.kind]}${event.isSilenced ? ' (silenced)' : ''}`,
              readingText(rule.metric, event.reading),
              <span key="told" class={style.brief}>
                {deliveryText(event)}
              </span>,
            ])}
          />
        )}
      </div>
    </div>
  );
}

function deliveryText({ delivery }: AlertEvent): string {
  if (delivery === null) return 'nobody';
  const { state, attempts, status, error } = delivery;
  if (state === 'delivered') return `the webhook has answered ${status}`;
  const tries = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  return state === 'failed'
    ? `not told (${tries}): ${error}`
    : attempts === 0
      ? 'in a moment'
      : `again soon (${tries}): ${error}`;
}
