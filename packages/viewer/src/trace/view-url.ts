import { isStepKind, type StepKind } from '@tracewright/schema';
import { formatQuery, parseQuery } from '../url/query.ts';
import { COLOURINGS, type Colouring } from './colouring/span-colours.ts';
import { type Folding, formatFolding, parseFolding } from './model/folding.ts';
import type { RowFilter } from './model/row-filter.ts';
import type { TimeRange } from './model/time-scale.ts';
import { type Choice, formatChoices, parseChoices } from './what-if/choices.ts';

export const DETAIL_TABS = ['content', 'attributes', 'events', 'raw'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

export const TRACE_VIEWS = ['waterfall', 'flame', 'chat', 'agg'] as const;
export type TraceViewName = (typeof TRACE_VIEWS)[number];

/** What the URL of a trace page says: `?span=&tab=&view=&q=&kinds=&only=&color=&cp=&zoom=&idle=&fold=&runs=&if=`. */
export interface ViewState {
  /** Id of the selected span; undefined: the first one. */
  readonly span: string | undefined;
  readonly tab: DetailTab;
  readonly view: TraceViewName;
  /** What is looked for. */
  readonly search: string;
  readonly filter: RowFilter;
  readonly colouring: Colouring;
  readonly showsCriticalPath: boolean;
  /** The part of the trace that the bars show; undefined: all of it. */
  readonly zoom: TimeRange | undefined;
  /** Long pauses are drawn short. */
  readonly cutsPauses: boolean;
  readonly folding: Folding;
  /** Runs of siblings that are shown one by one, by the id of their first span; undefined: all of them. */
  readonly openRuns: ReadonlySet<string> | undefined;
  /** What might be different; undefined where nobody asks. */
  readonly whatIf: readonly Choice[] | undefined;
}

export function parseView(search: string): ViewState {
  const { span, tab, view, q, kinds, only, color, cp, zoom, idle, fold, runs, if: choices } = parseQuery(search);
  return {
    span: span || undefined,
    tab: DETAIL_TABS.find((known) => known === tab) ?? 'content',
    view: TRACE_VIEWS.find((known) => known === view) ?? 'waterfall',
    search: q ?? '',
    filter: {
      kinds: new Set<StepKind>((kinds ?? '').split(',').filter(isStepKind)),
      only: only === 'errors' || only === 'critical' ? only : undefined,
    },
    colouring: COLOURINGS.find((known) => known === color) ?? 'kind',
    showsCriticalPath: cp !== '0',
    zoom: parseZoom(zoom),
    cutsPauses: idle === 'cut',
    folding: parseFolding(fold),
    openRuns: runs === '*' ? undefined : parseFolding(runs).exceptions,
    whatIf: parseChoices(choices),
  };
}

/** As short as it can be: what is the default is left out. */
export function formatView(state: ViewState): string {
  const { span, tab, view, search, filter, colouring, showsCriticalPath, zoom, cutsPauses, folding, openRuns, whatIf } =
    state;
  return formatQuery({
    view: view === 'waterfall' ? undefined : view,
    span,
    tab: tab === 'content' ? undefined : tab,
    q: search,
    kinds: [...filter.kinds].join(','),
    only: filter.only,
    color: colouring === 'kind' ? undefined : colouring,
    cp: showsCriticalPath ? undefined : '0',
    zoom: zoom && `${zoom.fromUs},${zoom.toUs}`,
    idle: cutsPauses ? 'cut' : undefined,
    fold: formatFolding(folding),
    runs: openRuns ? formatFolding({ isFoldedByDefault: false, exceptions: openRuns }) : '*',
    if: formatChoices(whatIf),
  });
}

/** Two whole numbers of µs, the second greater; anything else is no zoom. */
function parseZoom(text: string | undefined): TimeRange | undefined {
  const [, from, to] = /^(\d{1,15}),(\d{1,15})$/.exec(text ?? '') ?? [];
  const range = { fromUs: Number(from), toUs: Number(to) };
  return range.fromUs < range.toUs ? range : undefined;
}
