import type { EncodedSpan } from './otlp-format.ts';

type Resource = EncodedSpan['resource'];
type InstrumentationScope = EncodedSpan['scope'];

/** Spans that one instrumentation made. */
export interface ScopeGroup {
  readonly scope: InstrumentationScope;
  readonly spans: EncodedSpan[];
}

/** Spans as OTLP nests them, in the order in which the first of each group comes. */
export function groupSpans(spans: readonly EncodedSpan[]): ReadonlyMap<Resource, readonly ScopeGroup[]> {
  const groups = new Map<Resource, ScopeGroup[]>();
  let last: ScopeGroup | undefined;
  let lastResource: Resource | undefined;
  for (const span of spans) {
    if (last === undefined || span.scope !== last.scope || span.resource !== lastResource) {
      lastResource = span.resource;
      last = groupOf(groups, span);
    }
    last.spans.push(span);
  }
  return groups;
}

function groupOf(groups: Map<Resource, ScopeGroup[]>, { resource, scope }: EncodedSpan): ScopeGroup {
  const scopes = groups.get(resource) ?? [];
  if (scopes.length === 0) groups.set(resource, scopes);
  const known = scopes.find((group) => isSameScope(group.scope, scope));
  if (known !== undefined) return known;
  const group: ScopeGroup = { scope, spans: [] };
  scopes.push(group);
  return group;
}

function isSameScope(one: InstrumentationScope, other: InstrumentationScope): boolean {
  return one.name === other.name && one.version === other.version && one.schemaUrl === other.schemaUrl;
}
