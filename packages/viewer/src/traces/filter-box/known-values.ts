import { type AggregateAnswer, type FacetsAnswer, GEN_AI, readTagText } from '@tracewright/schema';
import { getJson } from '../../api/request.ts';

/** Values that traces have by field, and keys of the fields that have some, to be offered while a filter is written. */
export interface KnownValues {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

export const NOTHING_KNOWN: KnownValues = { values: new Map(), keys: new Map() };

/** Of each field. */
const LIMIT = 50;
/** After which they are asked for anew, ms. */
const MAX_AGE_MS = 60_000;
/** Fields of the language that are facets of the API under the same name. */
const FACETS = ['name', 'model', 'service', 'session', 'user', 'experiment', 'run'] as const;

let latest: { readonly atMs: number; readonly known: Promise<KnownValues> } | undefined;

/** What the stored traces have, the most frequent first. @throws ApiFailure; the next call asks again. */
export function getKnownValues(): Promise<KnownValues> {
  if (latest && Date.now() - latest.atMs < MAX_AGE_MS) return latest.known;
  const known = ask();
  latest = { atMs: Date.now(), known };
  known.catch(() => {
    latest = undefined;
  });
  return known;
}

async function ask(): Promise<KnownValues> {
  const spansBy = (dimension: string) =>
    getJson<AggregateAnswer>(`/api/v1/aggregates?by=${dimension}&limit=${LIMIT}`).then(({ groups }) =>
      groups.flatMap(({ key }) => key[0] ?? []),
    );
  const [{ facets }, providers, versions] = await Promise.all([
    getJson<FacetsAnswer>(`/api/v1/facets?fields=${[...FACETS, 'tags'].join()}&limit=${LIMIT}`),
    spansBy('provider'),
    spansBy('promptVersion'),
  ]);
  const valuesOf = (id: string) => facets.find(({ field }) => field === id)?.values.map(({ value }) => value) ?? [];
  const tagKeys = valuesOf('tags').map((tag) => readTagText(tag)[0]);
  return {
    values: new Map([
      ...FACETS.map((field) => [field, valuesOf(field)] as const),
      ['provider', providers],
      ['prompt_version', versions],
    ]),
    keys: new Map([
      ['tags', [...new Set(tagKeys)]],
      ['attributes', Object.values(GEN_AI)],
    ]),
  };
}
