import type { Page, TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { useAnswer } from '../../api/use-answer.ts';
import { formatDuration } from '../../format/duration.ts';
import { filterValue } from '../../format/filter-literal.ts';
import { epochMs } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { Cost } from '../../ui/cost.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { StatusMark } from '../../ui/status.tsx';
import { formatQuery } from '../../url/query.ts';
import { Moment } from '../page/run-facts.tsx';
import { Pending } from '../page/unanswered.tsx';
import { Nothing } from './part.tsx';
import style from './run-traces.module.css';
import { TraceTotals } from './trace-totals.tsx';

/** Traces of the run that stand on its page; the list has all of them. */
const TRACES = 50;

export interface RunTracesProps {
  readonly runId: string;
  readonly refreshMs: number | undefined;
}

/** The traces that name a run, and what they took together. */
export function RunTraces({ runId, refreshMs }: RunTracesProps): VNode {
  const filter = `run = ${filterValue(runId)}`;
  const path = `/api/v1/traces${formatQuery({ filter, limit: String(TRACES) })}`;
  const answer = useAnswer<Page<TraceSummary>>(path, refreshMs);
  const { value } = answer;
  if (!value) return <Pending answer={answer} />;
  if (value.items.length === 0) return <Nothing>No trace names this run.</Nothing>;
  return (
    <>
      <TraceTotals filter={filter} count={value.total} refreshMs={refreshMs} />
      <DataTable
        caption="Traces of the run"
        isCaptionHidden
        columns={[
          { title: 'Trace' },
          { title: 'Started' },
          { title: 'Status' },
          { title: 'Latency', isNumber: true },
          { title: 'Tokens in / out', isNumber: true },
          { title: 'Cost', isNumber: true },
        ]}
        rows={value.items.map((trace) => [
          <Link key="name" href={`/traces/${trace.traceId}`}>
            {trace.name || '(no name)'}
          </Link>,
          <Moment key="start" ms={epochMs(trace.startNs)} />,
          <StatusMark key="status" status={trace.status} />,
          formatDuration(trace.durationMs * 1_000),
          `${tokens(trace.inputTokens)} / ${tokens(trace.outputTokens)}`,
          <Cost
            key="cost"
            usd={trace.costUsd}
            isPartial={trace.isCostPartial}
            hasUsage={trace.inputTokens !== null || trace.outputTokens !== null}
          />,
        ])}
      />
      <p class={style.all}>
        <Link href={`/traces${formatQuery({ q: filter })}`}>
          {value.total > TRACES ? `All ${formatCount(value.total)} in the list` : 'In the list of traces'}
        </Link>
      </p>
    </>
  );
}

function tokens(count: number | null): string {
  return count === null ? '–' : formatCount(count);
}
