import { formatQuery, parseQuery } from '../url/query.ts';
import { type Folding, formatFolding, parseFolding } from './model/folding.ts';

export const DETAIL_TABS = ['content', 'attributes', 'events', 'raw'] as const;
export type DetailTab = (typeof DETAIL_TABS)[number];

/** What the URL of a trace page says: `?span=&tab=&cp=&fold=`. */
export interface ViewState {
  /** Id of the selected span; undefined: the first one. */
  readonly span: string | undefined;
  readonly tab: DetailTab;
  readonly showsCriticalPath: boolean;
  readonly folding: Folding;
}

export function parseView(search: string): ViewState {
  const { span, tab, cp, fold } = parseQuery(search);
  return {
    span: span || undefined,
    tab: DETAIL_TABS.find((known) => known === tab) ?? 'content',
    showsCriticalPath: cp !== '0',
    folding: parseFolding(fold),
  };
}

/** As short as it can be: what is the default is left out. */
export function formatView({ span, tab, showsCriticalPath, folding }: ViewState): string {
  return formatQuery({
    span,
    tab: tab === 'content' ? undefined : tab,
    cp: showsCriticalPath ? undefined : '0',
    fold: formatFolding(folding),
  });
}
