import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { formatMoment } from '../format/moment.ts';
import { formatCount } from '../format/number.ts';
import { FilterBox } from '../traces/filter-box/filter-box.tsx';
import { RangeMenu } from '../traces/toolbar/range-menu.tsx';
import { PageBar } from '../ui/page-bar.tsx';
import { formatQuery } from '../url/query.ts';
import { momentMs, rangeLabel } from '../url/time-range.ts';
import { useQuery } from '../url/use-query.ts';
import { ContrastMenu } from './contrast-menu.tsx';
import { stepRows } from './step-rows.ts';
import { StepTable } from './step-table.tsx';
import style from './steps-page.module.css';
import { groupsOf, type StepGroup, type StepsChange, type StepsQuery, stepsQuery } from './steps-url.ts';
import { useStepFigures } from './use-step-figures.ts';

/** `/steps?q=&from=&to=&sort=&vs=&x=&y=`: where the traces of a filter spent time and money, step by step. */
export function StepsPage(): VNode {
  const [, navigate] = useLocation();
  const query = stepsQuery(useQuery());
  const groups = groupsOf(query);
  const last = groups.at(-1) as StepGroup;
  const first = groups.length === 2 ? groups[0] : undefined;
  const firstFigures = useStepFigures(first);
  const lastFigures = useStepFigures(last);
  const change = (wanted: StepsChange) => navigate(`/steps${formatQuery({ ...query, ...wanted })}`);
  const [before, now] = [first ? firstFigures.value : undefined, lastFigures.value];
  const rows = useMemo(
    () =>
      now &&
      stepRows(before && { groups: before.groups, ownWord: first?.ownWord ?? '' }, {
        groups: now.groups,
        ownWord: first ? last.ownWord : '',
      }),
    [before, now, first?.ownWord, last.ownWord],
  );
  useEffect(() => {
    document.title = 'Steps · Tracewright';
  }, []);

  const isWaiting = !lastFigures.isCurrent || (first !== undefined && !firstFigures.isCurrent);
  const failure = lastFigures.failure ?? firstFigures.failure;
  // The shell says that the collector is gone, the filter's box what is wrong with the filter.
  const isToldElsewhere = failure?.code === 'UNREACHABLE' || failure?.message.startsWith('filter: ');
  const told = isToldElsewhere ? undefined : failure?.message;
  return (
    <div class={style.page}>
      <PageBar
        title="Steps"
        total={now ? `${formatCount(now.groupCount)}, run ${formatCount(now.total.count)} times` : ''}
        failure={told}
      >
        <FilterBox applied={query.q ?? ''} onApply={(q) => change({ q })} />
        <RangeMenu range={{ from: query.from, to: query.to }} onChange={change} />
        <ContrastMenu query={query} label={first && contrastLabel(query, first, last)} onChange={change} />
      </PageBar>
      {first && (
        <p class={style.contrast}>
          <span>{contrastLabel(query, first, last)}</span>
          <span>Self, tokens and cost are for one run of the step; changes are counted from the first.</span>
        </p>
      )}
      {!rows || (isWaiting && rows.length === 0) ? (
        <p class={style.note}>{failure ? '' : 'Adding up the steps …'}</p>
      ) : rows.length === 0 ? (
        <p class={style.note}>
          No trace matches, so there are no steps.{' '}
          {query.q || query.from || query.to ? (
            <Link href="/steps">All time, without a filter</Link>
          ) : (
            <Link href="/traces">Send your first trace</Link>
          )}
        </p>
      ) : (
        <StepTable {...{ rows, first, last }} sort={query.sort} onSort={(sort) => change({ sort })} />
      )}
      {now && now.groupCount > now.groups.length && (
        <p class={style.more}>
          {formatCount(now.groups.length)} of {formatCount(now.groupCount)} steps: those that were waited for longest.
        </p>
      )}
    </div>
  );
}

function contrastLabel({ vs, x, y }: StepsQuery, first: StepGroup, last: StepGroup): string {
  if (vs !== 'time') return `${first.label} → ${last.label}`;
  const nowMs = Date.now();
  const label = rangeLabel({ from: x, to: y }, (ms) => formatMoment(ms, nowMs), nowMs);
  return momentMs(x, nowMs) === undefined ? 'then → now' : `${label} → now`;
}
