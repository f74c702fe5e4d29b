import { formatQuery, parseQuery } from '../url/query.ts';
import { type Folding, formatFolding, parseFolding } from './model/folding.ts';
import type { TimeRange } from './model/time-scale.ts';

export const DETAIL_TABS = ['content', 'attributes', 'events', 'raw'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

/** What the URL of a trace page says: `?span=&tab=&cp=&zoom=&fold=`. */
export interface ViewState {
  /** Id of the selected span; undefined: the first one. */
  readonly span: string | undefined;
  readonly tab: DetailTab;
  readonly showsCriticalPath: boolean;
  /** The part of the trace that the bars show; undefined: all of it. */
  readonly zoom: TimeRange | undefined;
  readonly folding: Folding;
}

export function parseView(search: string): ViewState {
  const { span, tab, cp, zoom, fold } = parseQuery(search);
  return {
    span: span || undefined,
    tab: DETAIL_TABS.find((known) => known === tab) ?? 'content',
    showsCriticalPath: cp !== '0',
    zoom: parseZoom(zoom),
    folding: parseFolding(fold),
  };
}

/** As short as it can be: what is the default is left out. */
export function formatView({ span, tab, showsCriticalPath, zoom, folding }: ViewState): string {
  return formatQuery({
    span,
    tab: tab === 'content' ? undefined : tab,
    cp: showsCriticalPath ? undefined : '0',
    zoom: zoom && `${zoom.fromUs},${zoom.toUs}`,
    fold: formatFolding(folding),
  });
}

/** Two whole numbers of µs, the second greater; anything else is no zoom. */
function parseZoom(text: string | undefined): TimeRange | undefined {
  const [, from, to] = /^(\d{1,15}),(\d{1,15})$/.exec(text ?? '') ?? [];
  const range = { fromUs: Number(from), toUs: Number(to) };
  return range.fromUs < range.toUs ? range : undefined;
}
