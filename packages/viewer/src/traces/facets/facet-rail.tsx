import type { AggregateAnswer, FacetsAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { askedSpans, askedTraces, isFromNow } from '../../api/asked.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { formatCount } from '../../format/number.ts';
import { useNow } from '../../url/use-now.ts';
import { filterOf, type TracesChange, type TracesQuery } from '../traces-url.ts';
import { FACET_GROUPS, type FacetGroup, isFacetChosen, toggleFacet } from './facet-fields.ts';
import style from './facet-rail.module.css';
import { FacetSection, type FacetValue } from './facet-section.tsx';

const REFRESH_MS = 15_000;
/** Values of a group that are asked for. */
const LIMIT = 12;

export interface FacetRailProps {
  readonly query: TracesQuery;
  /** Whether it is time to ask for the values. */
  readonly isAsked: boolean;
  readonly onChange: (change: TracesChange) => void;
}

/** What the traces of the list have in common, to choose by. */
export function FacetRail({ query, isAsked, onChange }: FacetRailProps): VNode {
  const { q, status, model, session, from, to } = query;
  const filter = useMemo(
    () => filterOf({ q, status, model, session, from, to }),
    [q, status, model, session, from, to],
  );
  const nowMs = useNow(isFromNow(filter) ? REFRESH_MS : undefined);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(FACET_GROUPS.filter(({ isOpen }) => isOpen).map(({ id }) => id)),
  );
  const fields = FACET_GROUPS.filter(({ id }) => id !== 'provider' && open.has(id)).map(({ id }) => id);
  const facets = useAnswer<FacetsAnswer>(
    !isAsked || fields.length === 0
      ? undefined
      : `/api/v1/facets?${askedTraces(filter, { fields: fields.join(), limit: String(LIMIT) }, nowMs)}`,
    REFRESH_MS,
  ).value;
  const providers = useAnswer<AggregateAnswer>(
    isAsked && open.has('provider') ? providersPath(askedSpans(filter, 'provider IS NOT NULL', nowMs)) : undefined,
    REFRESH_MS,
  ).value;

  const toggleOpen = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const valuesOf = ({ id }: FacetGroup): readonly FacetValue[] | undefined =>
    id === 'provider'
      ? providers?.groups.map(({ key, count }) => ({ value: key[0] ?? '', count }))
      : facets?.facets.find(({ field }) => field === id)?.values;
  const moreOf = ({ id }: FacetGroup): number => {
    const facet = facets?.facets.find(({ field }) => field === id);
    return facet ? facet.valueCount - facet.values.length : 0;
  };

  return (
    <aside class={style.rail} aria-label="Facets" tabIndex={-1}>
      {FACET_GROUPS.map((group) => (
        <FacetSection
          key={group.id}
          title={group.title}
          note={group.id === 'provider' ? 'calls' : undefined}
          isOpen={open.has(group.id)}
          values={valuesOf(group)}
          moreCount={moreOf(group)}
          labelOf={group.label ?? ((value) => value)}
          isChosen={(value) => isFacetChosen(group, value, query)}
          onToggleOpen={() => toggleOpen(group.id)}
          onToggle={(value) => onChange(toggleFacet(group, value, query))}
        />
      ))}
      {facets?.isPartial && <p class={style.note}>Counted: the newest {formatCount(facets.counted)} traces.</p>}
    </aside>
  );
}

function providersPath(asked: URLSearchParams): string {
  asked.set('by', 'provider');
  asked.set('limit', String(LIMIT));
  return `/api/v1/aggregates?${asked}`;
}
