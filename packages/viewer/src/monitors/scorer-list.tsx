import type { OnlineScorer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { confirmed, type Question } from '../changes/confirmed.tsx';
import { formatCount, formatUsd } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import { formatShare } from '../format/share.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DoingLine } from './doing-line.tsx';
import style from './monitors.module.css';
import { backfill, remove, SCORERS } from './monitors-api.ts';
import { ruleText } from './rule-texts.ts';
import { SparkLine } from './spark-line.tsx';
import { useDoing } from './use-doing.ts';
import { useLimited } from './use-limited.tsx';

const WEEK_MS = 7 * 86_400_000;

export interface ScorerListProps {
  readonly scorers: readonly OnlineScorer[];
  readonly onEdit: (scorer: OnlineScorer) => void;
  /** Something has changed. */
  readonly onChanged: () => void;
}

/** Scorers that run on traces as they come: what each has said, used and could not do. */
export function ScorerList({ scorers, onEdit, onChanged }: ScorerListProps): VNode {
  const doing = useDoing();
  const { shown, more } = useLimited(scorers, 'scorers');
  const act = (work: () => Promise<string | undefined>, question?: Question) =>
    void doing.run(work, question).then(onChanged);
  return (
    <>
      <DataTable
        caption="All scorers"
        isCaptionHidden
        columns={[
          { title: 'Scorer' },
          { title: 'Looks at', isMinor: true },
          { title: 'Sample', isNumber: true, isMinor: true },
          { title: 'Score, 14 days' },
          { title: 'Today' },
          { title: 'Budget used', isMinor: true },
          { title: 'What to do' },
        ]}
        rows={shown.map((scorer) => [
          <Name key="name" scorer={scorer} />,
          <span key="rule" class={style.brief}>
            {ruleText(scorer.rule)}
            {scorer.filter === '' ? '' : `, of ${scorer.filter}`}
          </span>,
          formatShare(scorer.sampleRate),
          <ScoreOverTime key="score" scorer={scorer} />,
          <span key="today" class={style.brief}>
            {todayText(scorer)}
          </span>,
          <span key="budget" class={style.brief}>
            {budgetText(scorer)}
          </span>,
          <span key="actions" class={style.actions}>
            <button
              type="button"
              class={style.button}
              onClick={() => onEdit(scorer)}
              aria-label={`Edit ${scorer.name}`}
            >
              Edit
            </button>
            <button
              type="button"
              class={style.button}
              onClick={() => act(() => lookBack(scorer))}
              aria-label={`Score last week by ${scorer.name}`}
            >
              Score last week
            </button>
            <button
              type="button"
              class={style.button}
              onClick={() => act(() => remove(SCORERS, scorer), deletion(scorer))}
              aria-label={`Delete ${scorer.name}`}
            >
              Delete
            </button>
          </span>,
        ])}
      />
      {more}
      <DoingLine doing={doing} />
    </>
  );
}

function Name({ scorer: { name, isEnabled, pausedReason, failures } }: { readonly scorer: OnlineScorer }): VNode {
  const state = pausedReason !== null ? 'paused' : isEnabled ? 'on' : 'off';
  const [last] = failures;
  return (
    <>
      <span class={style.name}>
        <span class={style.state} data-state={state}>
          {state}
        </span>
        {name}
      </span>
      {pausedReason !== null && (
        <span class={style.brief}>It has paused itself: {pausedReason}. Saving it goes on.</span>
      )}
      {pausedReason === null && last !== undefined && (
        <span class={style.brief}>
          Last error, on <Link href={`/traces/${last.traceId}`}>{last.traceId.slice(0, 8)}</Link>:{' '}
          {last.message ?? last.code}
        </span>
      )}
    </>
  );
}

function ScoreOverTime({ scorer: { name, days } }: { readonly scorer: OnlineScorer }): VNode {
  const values = days.map(({ passRate, meanScore }) => passRate ?? meanScore);
  const last = values.findLast((value) => value !== null);
  if (last === undefined) return <>–</>;
  const isRate = days.some(({ passRate }) => passRate !== null);
  const text = isRate ? `${formatShare(last)} pass` : `mean ${formatScore(last)}`;
  return (
    <>
      <SparkLine
        label={`${name} by day: ${values.map((value) => (value === null ? 'none' : formatScore(value))).join(', ')}`}
        values={values}
      />
      <span class={style.brief}>{text}</span>
    </>
  );
}

function todayText({ today, waiting }: OnlineScorer): string {
  const { scored, errors, overBudget } = today;
  return [
    `${formatCount(scored)} scored`,
    ...(errors > 0 ? [`${formatCount(errors)} errors`] : []),
    ...(overBudget > 0 ? [`${formatCount(overBudget)} over budget`] : []),
    ...(waiting > 0 ? [`${formatCount(waiting)} waiting`] : []),
  ].join(', ');
}

function budgetText({ rule, budget, today }: OnlineScorer): string {
  if (rule.kind !== 'judge') return 'costs nothing';
  const calls = `${formatCount(today.calls)}${budget.calls === null ? '' : ` of ${formatCount(budget.calls)}`} calls`;
  const unpriced = today.unpricedCalls > 0 ? `, ${formatCount(today.unpricedCalls)} unpriced` : '';
  return `${calls}, ${formatUsd(today.costUsd)}${budget.usd === null ? '' : ` of ${formatUsd(budget.usd)}`}${unpriced}`;
}

async function lookBack({ id, name }: OnlineScorer): Promise<string | undefined> {
  const nowMs = Date.now();
  const request = { filter: '', fromNs: `${nowMs - WEEK_MS}000000`, toNs: `${nowMs}000000` };
  const { sampled, matching, isPartial } = await backfill(id, { ...request, isDry: true });
  const more = isPartial ? ' or more' : '';
  const isMeant = await confirmed({
    title: `Score ${formatCount(sampled)}${more} traces by ${name}?`,
    says: `It means ${formatCount(matching)}${more} traces of the last week; those of its sample are scored within its budget.`,
    action: 'Score them',
    isHarmless: true,
  });
  if (!isMeant) return undefined;
  await backfill(id, { ...request, isDry: false });
  return `${formatCount(sampled)}${more} traces are put on its list; those that it has scored already are left out.`;
}

function deletion({ name }: OnlineScorer): Question {
  const says = 'The scores that it has given stay. What waits for it is not scored, and what it has used is forgotten.';
  return { title: `Delete the scorer ${name}?`, says, action: 'Delete' };
}
