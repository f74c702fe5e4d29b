import type { PriceOverride, Pricer } from '@tracewright/pricing';
import type { CollectorSettings, ModelPrice, PriceRule, PricesAnswer, Usage } from '@tracewright/schema';
import { Hono } from 'hono';
import type { AppEnv } from '../../app-env.ts';
import { allOf, compare } from '../../filter/expression.ts';
import type { SpanStore } from '../../storage/spans/span-store.ts';

/** What can be told about how the collector was started. */
export interface CollectorSetup {
  readonly version: string;
  /** Whether requests have to show who sends them. */
  readonly isKeyRequired: () => Promise<boolean>;
  /** Undefined: no limit. */
  readonly maxAgeMs: number | undefined;
  readonly maxStoreBytes: number | undefined;
  readonly maxBodyBytes: number;
  readonly priceOverrides: readonly PriceOverride[];
  readonly pricer: Pricer;
}

/** Models whose price is told. */
const MAX_MODELS = 100;
/** Priced at once: few enough to lie in the lowest tier, enough to tell the price of a single token. */
const TOKENS = 1_000;

/** `/api/v1/settings` and `/api/v1/prices`: what the page of settings shows. */
export function settingsRoutes(spans: SpanStore, setup: CollectorSetup, nowNs: () => bigint): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/settings', async (c) => {
      const { workspaceId, isAdmin = false } = c.get('principal');
      const { traceCount, spanCount } = await spans.quality(workspaceId);
      // Of all workspaces together: how much others have is not for those of one.
      const bytes = isAdmin ? (await spans.stats()).bytes : 0;
      const answer: CollectorSettings = {
        version: setup.version,
        isKeyRequired: await setup.isKeyRequired(),
        retention: { maxAgeMs: setup.maxAgeMs ?? null, maxBytes: setup.maxStoreBytes ?? null },
        maxBodyBytes: setup.maxBodyBytes,
        storage: { traceCount, spanCount, bytes },
      };
      return c.json(answer);
    })
    .get('/prices', async (c) => {
      const atMs = Number(nowNs() / 1_000_000n);
      const { groups } = await spans.aggregate({
        workspaceId: c.get('principal').workspaceId,
        of: 'spans',
        filter: allOf(compare('kind', 'in', 'llm', 'embedding', 'reranker'), compare('model', 'exists')),
        by: ['provider', 'model'],
        ...{ interval: 'auto', zone: 'UTC', attribution: false, order: 'count', limit: MAX_MODELS },
      });
      const answer: PricesAnswer = {
        inUse: groups.flatMap(({ key: [provider = null, model], count }) =>
          model ? [{ provider, model, calls: count, ...priceOf(setup.pricer, provider, model, atMs) }] : [],
        ),
        overrides: setup.priceOverrides.map(priceRule),
      };
      return c.json(answer);
    });
}

function priceOf(
  pricer: Pricer,
  provider: string | null,
  model: string,
  atMs: number,
): Pick<ModelPrice, 'inputUsd' | 'cachedInputUsd' | 'outputUsd' | 'source'> {
  const cost = (usage: Usage) => pricer.cost({ provider: provider ?? '', model, usage, atMs });
  // Both at once: where prices depend on the length of the input, those of the output do as well.
  const both = cost({ inputTokens: TOKENS, outputTokens: TOKENS });
  const cached = cost({ inputTokens: TOKENS, cacheReadInputTokens: TOKENS });
  const isFree = both?.source === 'local';
  /** From the nano-USD of so many tokens. */
  const perMillion = (nanoUsd: number | undefined) => {
    if (isFree) return 0;
    return nanoUsd === undefined ? null : nanoUsd / TOKENS / 1_000;
  };
  return {
    inputUsd: perMillion(both?.parts.input),
    cachedInputUsd: perMillion(cached?.parts.cache_read),
    outputUsd: perMillion(both?.parts.output),
    source: both?.source ?? '',
  };
}

function priceRule({ model, provider, from, until, requestUsd, ...rates }: PriceOverride): PriceRule {
  const usdPerMillionTokens = Object.fromEntries(
    Object.entries(rates).map(([name, usd]) => [name.replace(/UsdPerMillionTokens$/, ''), usd]),
  );
  return {
    ...{ model, provider: provider ?? null, from: from ?? null, until: until ?? null },
    usdPerMillionTokens,
    requestUsd: requestUsd ?? null,
  };
}
