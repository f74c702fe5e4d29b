import { childIndex, type TraceColumns, traceColumns } from '@tracewright/attribution';
import { STEP_KINDS, type StepKind, type TraceSkeleton } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { poll } from '../api/poll.ts';
import { ApiFailure } from '../api/request.ts';
import { getSkeleton } from '../api/traces.ts';
import { formatDuration } from '../format/duration.ts';
import { spanOrder } from '../trace/model/span-order.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { KindBadge, kindClass } from '../ui/kind.tsx';
import { LimitedList } from '../ui/limited-list.tsx';
import style from './trace-glance.module.css';

/** Steps shown at first, and by each click. */
const STEP_COUNT = 150;
/** While the trace still runs. */
const RUNNING_MS = 2_000;
/** The skeleton's codes of a status. */
const STATUS_ERROR = 2;
const STATUS_RUNNING = 3;
/** Deeper steps stand no further in, or nothing of their name would be seen. */
const MAX_INDENT = 8;

export interface TraceGlanceProps {
  readonly traceId: string;
  readonly onClose: () => void;
}

/** The steps of a trace beside what was said in it; its own page has the rest. */
export function TraceGlance({ traceId, onClose }: TraceGlanceProps): VNode {
  const [skeleton, setSkeleton] = useState<TraceSkeleton>();
  const [failure, setFailure] = useState<string>();
  useEffect(
    () =>
      poll(async (abort) => {
        try {
          const next = await getSkeleton(traceId, abort);
          setSkeleton(next);
          setFailure(undefined);
          return next.status.includes(STATUS_RUNNING) ? RUNNING_MS : undefined;
        } catch (error) {
          if (!abort.aborted && error instanceof ApiFailure && error.code !== 'UNREACHABLE') setFailure(error.message);
          throw error;
        }
      }),
    [traceId],
  );
  return (
    <aside class={style.pane} aria-label="Trace of the turn">
      <div class={style.head}>
        <h2 class={style.title}>{skeleton?.names[skeleton.name[0] ?? -1] ?? 'Trace'}</h2>
        <Link href={`/traces/${traceId}`}>open the trace</Link>
        <IconButton icon="close" label="Close the trace" onClick={onClose} />
      </div>
      {failure !== undefined && (
        <p class={style.failure} role="alert">
          {failure}
        </p>
      )}
      {skeleton && <Steps skeleton={skeleton} />}
    </aside>
  );
}

function Steps({ skeleton }: { readonly skeleton: TraceSkeleton }): VNode {
  const columns = traceColumns(skeleton);
  const order = spanOrder(childIndex(columns));
  const rows = [...order.spans.keys()].filter((position) => order.spans[position]! >= 0);
  return (
    <div class={style.steps} tabIndex={0} role="region" aria-label="Steps">
      <LimitedList
        items={rows}
        step={STEP_COUNT}
        noun="steps"
        render={(position) => (
          <Step skeleton={skeleton} columns={columns} span={order.spans[position]!} depth={order.depth[position]!} />
        )}
      />
    </div>
  );
}

interface StepProps {
  readonly skeleton: TraceSkeleton;
  readonly columns: TraceColumns;
  readonly span: number;
  readonly depth: number;
}

function Step({ skeleton, columns, span, depth }: StepProps): VNode {
  const { traceId, durationUs, names, name, spanId, status } = skeleton;
  const kind: StepKind = STEP_KINDS[columns.kind[span]!] ?? 'task';
  const [startUs, endUs] = [columns.startUs[span]!, columns.endUs[span]!];
  const share = (us: number) => (us / Math.max(1, durationUs)) * 100;
  return (
    <Link href={`/traces/${traceId}?span=${spanId[span]}`} className={style.step}>
      <span class={style.name} style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 12}px` }}>
        <KindBadge kind={kind} />
        <span class={classNames(style.text, status[span] === STATUS_ERROR && style.failed)}>
          {names[name[span] ?? -1] || '(no name)'}
        </span>
      </span>
      <span class={classNames(style.track, kindClass(kind))}>
        <span
          class={style.bar}
          style={{ marginLeft: `${share(startUs)}%`, width: `${Math.max(0.5, share(endUs - startUs))}%` }}
        />
      </span>
      <span class={style.duration}>{formatDuration(Math.max(0, endUs - startUs))}</span>
    </Link>
  );
}
