import { type FacetsAnswer, readTagText, type TraceSummary, testOfVariantTag, variantTag } from '@tracewright/schema';
import { askedTraces, type TraceFilter } from '../api/asked.ts';
import { getJson } from '../api/request.ts';
import { listTraces } from '../api/traces.ts';
import { tagCondition } from '../format/filter-literal.ts';

/** Values of tags that are asked for: tests and variants among them. */
const MAX_TAGS = 200;
/** Of each variant, the newest. */
export const MAX_TRACES = 1_000;

/** Variants of each test among the newest traces, with how many have them. @throws ApiFailure */
export async function findTests(
  filter: TraceFilter,
  abort: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const query = askedTraces(filter, { fields: 'tags', limit: String(MAX_TAGS) });
  const { facets } = await getJson<FacetsAnswer>(`/api/v1/facets?${query}`, abort);
  const tests = new Map<string, string[]>();
  for (const { value } of facets[0]?.values ?? []) {
    const [key, variant] = readTagText(value);
    const test = testOfVariantTag(key);
    if (test !== undefined) tests.set(test, [...(tests.get(test) ?? []), variant]);
  }
  return new Map([...tests].map(([test, variants]) => [test, variants.sort()]));
}

/** The newest traces of each variant of a test. @throws ApiFailure */
export async function variantTraces(
  test: string,
  variants: readonly string[],
  filter: TraceFilter,
  abort: AbortSignal,
): Promise<ReadonlyMap<string, readonly TraceSummary[]>> {
  const found = await Promise.all(
    variants.map(async (variant) => {
      const asked = { ...filter, filter: variantFilter(test, variant, filter.filter) };
      return [variant, (await listTraces(asked, MAX_TRACES, null, abort)).items] as const;
    }),
  );
  return new Map(found);
}

/** In the filter language: the traces of a variant among those of a filter. */
export function variantFilter(test: string, variant: string, filter: string | undefined): string {
  const condition = tagCondition(variantTag(test), variant);
  return filter === undefined || filter.trim() === '' ? condition : `(${filter}) AND ${condition}`;
}
