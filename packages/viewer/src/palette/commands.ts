import type { TraceSummary } from '@tracewright/schema';
import { who } from '../api/session.ts';
import { formatDuration } from '../format/duration.ts';
import { filterPhrase } from '../format/filter-literal.ts';
import { epochMs, formatMoment } from '../format/moment.ts';
import { PAGE_GROUPS, type PageLink, pagesFor } from '../shell/pages.ts';
import type { ThemeChoice } from '../shell/theme.ts';
import { formatQuery } from '../url/query.ts';
import { traceReference } from './trace-reference.ts';

/** A line of the palette. */
export interface Command {
  readonly group: 'Go to' | 'Traces that' | 'Recent traces' | 'Look' | 'By name';
  readonly title: string;
  /** Said beside it, and searched too. */
  readonly hint?: string | undefined;
  readonly does:
    | { readonly type: 'go'; readonly to: string }
    | { readonly type: 'theme'; readonly theme: ThemeChoice }
    | { readonly type: 'keys' };
}

const FILTERS = [
  ['failed', "status = 'error'"],
  ['have a failed step', 'errors > 0'],
  ['still run', "status = 'running'"],
  ['took longer than 10 s', 'duration > 10s'],
  ['cost more than $0.01', 'cost > 0.01'],
  ['came within the last hour', 'time > -1h'],
] as const;

const LOOKS: readonly Command[] = [
  { group: 'Look', title: 'Light', hint: 'theme', does: { type: 'theme', theme: 'light' } },
  { group: 'Look', title: 'Dark', hint: 'theme', does: { type: 'theme', theme: 'dark' } },
  { group: 'Look', title: 'Colours of the system', hint: 'theme', does: { type: 'theme', theme: 'system' } },
  { group: 'Look', title: 'All keys', hint: 'help, ?', does: { type: 'keys' } },
];

/** What the palette offers for what was typed; all there is where nothing was. */
export function commandsFor(text: string, recent: readonly TraceSummary[], nowMs: number): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ group, title, hint = '' }: Command) => {
    const said = `${group} ${title} ${hint}`.toLowerCase();
    return words.every((word) => said.includes(word));
  };
  const known = [
    ...PAGE_GROUPS.flatMap((group) => pagesFor(group, who.value).map(pageCommand)),
    ...recent.map((trace) => recentTrace(trace, nowMs)),
    ...FILTERS.map(([title, filter]) => tracesThat(title, filter)),
    ...LOOKS,
  ];
  const begins = ({ group, title }: Command) =>
    group === 'Go to' && text.trim() !== '' && title.toLowerCase().startsWith(text.trim().toLowerCase());
  const matched = known.filter(matches);
  // Who types how a page's name begins goes there, rather than to a search for it.
  const found = [...matched.filter(begins), ...namedBy(text.trim()), ...matched.filter((command) => !begins(command))];
  // Group by group, as they are shown.
  return [...Map.groupBy(found, ({ group }) => group).values()].flat();
}

function pageCommand({ label, path }: PageLink): Command {
  return { group: 'Go to', title: label, does: { type: 'go', to: path } };
}

/** What a text stands for by itself: a trace, or what traces are searched for. */
function namedBy(text: string): readonly Command[] {
  const named = traceReference(text);
  if (named) {
    const to = `/traces/${named.traceId}${formatQuery({ span: named.spanId })}`;
    const title = named.spanId === undefined ? 'This trace' : 'This span of its trace';
    return [{ group: 'Go to', title, hint: named.spanId ?? named.traceId, does: { type: 'go', to } }];
  }
  if (text === '') return [];
  // What compares something is a filter already; all else is searched for as it stands.
  const isFilter = /[=<>]|\bi?like\b/i.test(text);
  return [tracesThat(isFilter ? 'match' : 'contain', isFilter ? text : filterPhrase(text))];
}

function tracesThat(title: string, filter: string): Command {
  return {
    group: 'Traces that',
    title,
    hint: filter,
    does: { type: 'go', to: `/traces${formatQuery({ q: filter })}` },
  };
}

function recentTrace({ traceId, name, preview, startNs, durationMs }: TraceSummary, nowMs: number): Command {
  const facts = [formatMoment(epochMs(startNs), nowMs), formatDuration(durationMs * 1_000), preview];
  return {
    group: 'Recent traces',
    title: name || '(no name)',
    hint: facts.filter(Boolean).join(' · '),
    does: { type: 'go', to: `/traces/${traceId}` },
  };
}
