import type { AuditCheck, AuditEntry, AuditOutcome, Page } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { getJson } from '../api/request.ts';
import { inWorkspace } from '../api/session.ts';
import { useAnswer, useAsked } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import { DataTable } from '../ui/data-table.tsx';
import { SelectField } from '../ui/select.tsx';
import { formatQuery, type Query } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { useChange } from './change.ts';
import { TextField } from './form-field.tsx';
import { Moment } from './moment.tsx';
import style from './team.module.css';
import { TeamPage, Waiting } from './team-page.tsx';

const PAGE = '100';
const OUTCOMES: readonly (readonly [AuditOutcome | '', string])[] = [
  ['', 'Any'],
  ['done', 'Done'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
];

/** `/settings/audit?subject=&action=&object=&outcome=&from=&to=`: who did what, when and from where. */
export function AuditPage(): VNode {
  const query = useQuery();
  const { subject, action, object, outcome, from, to } = query;
  const asked = formatQuery({
    ...{ subject, action, object, outcome, from: startOf(from, 0), to: startOf(to, 1), limit: PAGE },
  });
  const first = useAsked(asked, (abort) => getJson<Page<AuditEntry>>(`/api/v1/audit${asked}`, abort));
  const { later, isBusy, failure, loadMore } = useLater(asked);
  const pages = first.value === undefined ? [] : [first.value, ...later];
  const items = pages.flatMap((page) => page.items);
  const cursor = pages.at(-1)?.nextCursor ?? null;
  return (
    <TeamPage
      title="Audit"
      lead="Every change, sign-in and permission, chained so that nothing can be taken out or altered unseen."
      actions={
        <>
          <a class={style.button} href={inWorkspace('/api/v1/audit/export?format=jsonl')} download>
            JSON lines
          </a>
          <a class={style.button} href={inWorkspace('/api/v1/audit/export?format=csv')} download>
            CSV
          </a>
        </>
      }
    >
      <ChainState />
      <Filters key={asked} query={query} />
      <Waiting answer={first} />
      {first.value && items.length === 0 && <p class={style.none}>Nothing of the kind has been done.</p>}
      {items.length > 0 && (
        <DataTable
          caption="What was done, the last first"
          isCaptionHidden
          columns={[
            { title: 'When' },
            { title: 'Who' },
            { title: 'What' },
            { title: 'To what', isMinor: true },
            { title: 'From', isMinor: true },
            { title: 'Outcome' },
          ]}
          rows={items.map((entry) => [
            <Moment key="when" ns={entry.atNs} />,
            <span key="who" title={entry.via}>
              {entry.subject || '–'}
            </span>,
            <span key="what">
              <code>{entry.action}</code>
              {entry.count > 1 && ` × ${formatCount(entry.count)}`}
            </span>,
            <span key="object" class={style.wrap}>
              {entry.object || '–'}
            </span>,
            entry.address || '–',
            entry.outcome === 'done' ? (
              'done'
            ) : (
              <span key="outcome" class={style.refused}>
                {entry.outcome} {entry.status || ''}
              </span>
            ),
          ])}
        />
      )}
      {cursor !== null && (
        <p class={style.none}>
          <button type="button" class={style.button} disabled={isBusy} onClick={() => loadMore(cursor)}>
            Older entries
          </button>{' '}
          {failure !== undefined && (
            <span class={style.failure} role="alert">
              {failure}
            </span>
          )}
        </p>
      )}
    </TeamPage>
  );
}

/** Pages behind the first one. */
function useLater(asked: string) {
  // What comes of an earlier question is not shown behind the answer to another one.
  const [of, setOf] = useState<{ readonly asked?: string; readonly pages: readonly Page<AuditEntry>[] }>({ pages: [] });
  const { isBusy, failure, run } = useChange();
  const later = of.asked === asked ? of.pages : [];
  const loadMore = (cursor: string) =>
    run(async () => {
      const page = await getJson<Page<AuditEntry>>(`/api/v1/audit${asked}&cursor=${cursor}`);
      setOf({ asked, pages: [...later, page] });
    });
  return { later, isBusy, failure, loadMore };
}

/** Whether the log is as it was written. */
function ChainState(): VNode {
  const answer = useAnswer<AuditCheck>('/api/v1/audit/verify');
  const { value } = answer;
  if (value === undefined) return <Waiting answer={answer} />;
  return (
    <p class={value.isWhole ? style.none : style.failure} role={value.isWhole ? 'status' : 'alert'}>
      {value.isWhole
        ? `The chain of ${formatCount(value.count)} entries is whole.`
        : `The chain is broken: ${value.findings.map(({ seq, message }) => `entry ${seq}, ${message}`).join('; ')}`}
    </p>
  );
}

function Filters({ query }: { readonly query: Query }): VNode {
  const [, navigate] = useLocation();
  const [given, setGiven] = useState(query);
  const apply = (change: Query) =>
    navigate(`/settings/audit${formatQuery({ ...given, ...change })}`, { replace: true });
  const field = (name: string, label: string, type: 'text' | 'date' = 'text') => (
    <TextField
      label={label}
      type={type}
      value={given[name] ?? ''}
      onValue={(value) => setGiven({ ...given, [name]: value })}
    />
  );
  return (
    <form
      class={style.row}
      onSubmit={(event) => {
        event.preventDefault();
        apply({});
      }}
    >
      {field('subject', 'Who')}
      {field('action', 'What')}
      {field('object', 'To what')}
      {field('from', 'From', 'date')}
      {field('to', 'To', 'date')}
      <SelectField
        class={style.field}
        label="Outcome"
        value={given.outcome ?? ''}
        options={OUTCOMES}
        onChange={(outcome) => apply({ outcome })}
      />
      <button type="submit" class={style.button}>
        Find
      </button>
    </form>
  );
}

/** Nanoseconds at which a local day begins, or so many days later; undefined for what is no day. */
function startOf(day: string | undefined, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? [];
  if (year === undefined) return undefined;
  return `${new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()}000000`;
}
