import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { epochMs, formatIso, formatMoment } from '../../format/moment.ts';
import { formatCount } from '../../format/number.ts';
import { Cost } from '../../ui/cost.tsx';
import { StatusMark } from '../../ui/status.tsx';
import type { ListOrder } from '../list-order.ts';
import style from './cells.module.css';
import { Latency, Models, Name, Tags, Tokens } from './cells.tsx';
import { columnOfOrder, type ScoreColumnId, scoreColumnOf } from './score-column.tsx';
import { Scores } from './scores.tsx';

/** What cells need besides their trace. */
export interface CellContext {
  /** Latency that fills a bar. */
  readonly scaleMs: number;
  /** Whether the row's link is the one that Tab reaches. */
  readonly isTabStop: boolean;
  readonly onOpen: (traceId: string) => void;
  readonly onModel: (model: string) => void;
}

export interface Column {
  readonly id: ColumnId | ScoreColumnId;
  readonly title: string;
  /** Least and wanted width in px; null takes what the others leave. */
  readonly minPx: number;
  readonly maxPx: number | null;
  readonly isNumber?: true;
  /** What its title sorts by, pressed once and again. */
  readonly orders?: readonly ListOrder[];
  /** Class that puts the cell into its place on a phone; cells without one are not shown there. */
  readonly place?: string | undefined;
  readonly cell: (trace: TraceSummary, context: CellContext) => VNode | string | null;
}

export type ColumnId =
  | 'start'
  | 'name'
  | 'status'
  | 'latency'
  | 'ttft'
  | 'spans'
  | 'calls'
  | 'errors'
  | 'tokens'
  | 'cost'
  | 'model'
  | 'service'
  | 'feedback'
  | 'session'
  | 'user'
  | 'experiment'
  | 'tags'
  | 'id';

const text = (value: string | null) => value ?? '–';

/** Every column there is, in the order in which they stand. */
export const COLUMNS: readonly Column[] = [
  {
    ...{ id: 'start', title: 'Started', minPx: 112, maxPx: 112, orders: ['start'], place: style.start },
    cell: ({ startNs }) => {
      const ms = epochMs(startNs);
      return <span title={formatIso(ms)}>{formatMoment(ms, Date.now())}</span>;
    },
  },
  {
    ...{ id: 'name', title: 'Trace', minPx: 180, maxPx: null, place: style.trace },
    cell: (trace, context) => <Name trace={trace} context={context} />,
  },
  {
    ...{ id: 'status', title: 'Status', minPx: 72, maxPx: 72, place: style.status },
    cell: ({ status }) => <StatusMark status={status} />,
  },
  {
    ...{ id: 'latency', title: 'Latency', minPx: 110, maxPx: 128, orders: ['duration'], place: style.latency },
    cell: (trace, { scaleMs }) => <Latency trace={trace} scaleMs={scaleMs} />,
  },
  {
    ...{ id: 'ttft', title: 'First token', minPx: 76, maxPx: 76, isNumber: true, orders: ['ttft'] },
    cell: ({ ttftMs }) => (ttftMs === null ? '–' : formatDuration(ttftMs * 1_000)),
  },
  {
    ...{ id: 'spans', title: 'Spans', minPx: 56, maxPx: 56, isNumber: true, orders: ['spans'] },
    cell: ({ spanCount }) => formatCount(spanCount),
  },
  {
    ...{ id: 'calls', title: 'LLM calls', minPx: 64, maxPx: 64, isNumber: true },
    cell: ({ llmCount }) => formatCount(llmCount),
  },
  {
    ...{ id: 'errors', title: 'Errors', minPx: 56, maxPx: 56, isNumber: true, orders: ['errors'] },
    cell: ({ errorCount }) => (errorCount === 0 ? '–' : formatCount(errorCount)),
  },
  {
    ...{ id: 'tokens', title: 'Tokens in / out', minPx: 104, maxPx: 104, isNumber: true, orders: ['tokens'] },
    place: style.tokens,
    cell: (trace) => <Tokens trace={trace} />,
  },
  {
    ...{ id: 'cost', title: 'Cost', minPx: 90, maxPx: 90, isNumber: true, orders: ['cost'], place: style.cost },
    cell: ({ costUsd, isCostPartial, inputTokens, outputTokens }) => (
      <Cost usd={costUsd} isPartial={isCostPartial} hasUsage={inputTokens !== null || outputTokens !== null} />
    ),
  },
  {
    ...{ id: 'model', title: 'Model', minPx: 110, maxPx: 144 },
    cell: ({ models }, { onModel }) => <Models models={models} onModel={onModel} />,
  },
  { id: 'feedback', title: 'Feedback', minPx: 72, maxPx: 112, cell: ({ scores }) => <Scores scores={scores} /> },
  { id: 'service', title: 'Service', minPx: 90, maxPx: 130, cell: ({ service }) => text(service) },
  { id: 'session', title: 'Session', minPx: 90, maxPx: 130, cell: ({ sessionId }) => text(sessionId) },
  { id: 'user', title: 'User', minPx: 80, maxPx: 120, cell: ({ userId }) => text(userId) },
  { id: 'experiment', title: 'Experiment', minPx: 76, maxPx: 76, cell: ({ experimentId }) => experimentId },
  { id: 'tags', title: 'Tags', minPx: 120, maxPx: 200, cell: ({ tags }) => <Tags tags={tags} /> },
  {
    id: 'id',
    title: 'Id',
    minPx: 80,
    maxPx: 80,
    cell: ({ traceId }) => <code title={traceId}>{traceId.slice(0, 8)}</code>,
  },
];

const DEFAULT: readonly ColumnId[] = [
  'start',
  'name',
  'status',
  'latency',
  'ttft',
  'tokens',
  'cost',
  'model',
  'feedback',
];
/** What is left of them where there is less room. */
const FEWER: readonly ColumnId[] = ['start', 'name', 'status', 'latency', 'tokens', 'cost'];

/**
 * The columns that a URL names, in their order; the usual ones where it names none. The name is always there, and so is
 * a score that the list is sorted by.
 */
export function chosenColumns(
  cols: string | undefined,
  hasRoom: boolean,
  order: ListOrder = 'start',
): readonly Column[] {
  const wanted: readonly string[] = cols === undefined ? (hasRoom ? DEFAULT : FEWER) : cols.split(',');
  const sorted = columnOfOrder(order);
  const scores = wanted.flatMap((id) => scoreColumnOf(id) ?? []);
  return [
    ...COLUMNS.filter(({ id }) => id === 'name' || wanted.includes(id)),
    ...scores,
    ...(sorted && !scores.some(({ id }) => id === sorted.id) ? [sorted] : []),
  ];
}

/** As the URL names them; undefined for the usual ones. */
export function columnsParameter(ids: ReadonlySet<string>): string | undefined {
  const chosen = [
    ...COLUMNS.map(({ id }) => id).filter((id) => ids.has(id)),
    ...[...ids].filter((id) => scoreColumnOf(id) !== undefined),
  ];
  return chosen.join() === DEFAULT.join() ? undefined : chosen.join();
}

/** Width of the window at which columns have all that they want, px; below it what was asked comes first. */
const WIDE_PX = 1_800;

/** `grid-template-columns` of the rows. */
export function gridTracks(columns: readonly Column[]): string {
  const trackOf = ({ minPx, maxPx }: Column) =>
    maxPx === null
      ? `minmax(${minPx}px, 1fr)`
      : `clamp(${minPx}px, ${((maxPx / WIDE_PX) * 100).toFixed(1)}vw, ${maxPx}px)`;
  return columns.map(trackOf).join(' ');
}

/** Between two columns, px; also in the rows' style sheets. */
const GAP_PX = 12;
/** The boxes that select, and the room beside the rows. */
const EDGES_PX = 24 + 26;

/** What all columns need at least: a table of less scrolls sideways. */
export function leastWidthPx(columns: readonly Column[]): number {
  return columns.reduce((sum, { minPx }) => sum + minPx + GAP_PX, EDGES_PX);
}
