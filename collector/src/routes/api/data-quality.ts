import type { DataQuality, DataQualityProblem } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';
import type { StoreQuality } from '../../storage/spans/store-quality.ts';

type Shown = Omit<DataQualityProblem, 'count' | 'isComplete'>;

const PROBLEMS: readonly Shown[] = [
  { problem: 'unended', of: 'traces', isStored: true, filter: 'problem = unended' },
  { problem: 'orphaned', of: 'traces', isStored: true, filter: 'problem = orphaned' },
  { problem: 'unpriced', of: 'traces', isStored: true, filter: 'problem = unpriced' },
  { problem: 'estimated', of: 'traces', isStored: true, filter: 'problem = estimated' },
  { problem: 'skewed', of: 'spans', isStored: true, filter: 'skew > 1ms' },
  { problem: 'truncated', of: 'spans', isStored: true, filter: 'attributes.tracewright.truncated IS NOT NULL' },
  { problem: 'duplicated', of: 'spans', isStored: false, filter: 'duplicates > 0' },
  { problem: 'dropped', of: 'spans', isStored: false, filter: null },
];

/** `/api/v1/data-quality`. */
export function dataQualityRoutes(spans: Pick<SpanStore, 'quality'>): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/data-quality', async (c) => {
    const quality = await spans.quality(c.get('principal').workspaceId);
    const answer: DataQuality = {
      traceCount: quality.traceCount,
      spanCount: quality.spanCount,
      problems: PROBLEMS.map((shown) => ({
        ...shown,
        count: quality[shown.problem],
        isComplete: isComplete(shown, quality),
      })),
    };
    return c.json(answer);
  });
}

function isComplete({ of, isStored }: Shown, { areSpansRead }: StoreQuality): boolean {
  return of === 'traces' || !isStored || areSpansRead;
}
