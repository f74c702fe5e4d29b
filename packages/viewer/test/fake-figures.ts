import type {
  AggregateAnswer,
  AggregateGroup,
  CollectorSettings,
  DataQuality,
  FeedbackSummary,
  Page,
  PricesAnswer,
} from '@tracewright/schema';

/** What groups there are by each dimension; what a span says is data, whatever it looks like. */
const VALUES: Readonly<Record<string, readonly (string | null)[]>> = {
  provider: ['openai', 'anthropic'],
  model: ['gpt-4o', 'claude-sonnet-4-5', '<img src=x onerror="window.pwned=9">'],
  name: ['agent.run', 'search_orders', 'chat gpt-4o'],
  user: ['ada', null],
  prompt: ['greet'],
  promptVersion: ['1', '2'],
};
const HOURS = 6;
const HOUR_MS = 3_600_000;

/** Figures of every group that a question can ask for, the last bucket ending now; no filter changes them. */
export function fakeFigures(query: URLSearchParams): AggregateAnswer {
  const by = (query.get('by') ?? '').split(',').filter((dimension) => dimension !== '');
  const firstMs = Math.floor(Date.now() / HOUR_MS - HOURS + 1) * HOUR_MS;
  const starts = Array.from({ length: HOURS }, (_, hour) => `${firstMs + hour * HOUR_MS}000000`);
  const keys = by.reduce<readonly (readonly (string | null)[])[]>(
    (begun, dimension) =>
      (dimension === 'time' ? starts : (VALUES[dimension] ?? [])).flatMap((value) =>
        begun.map((key) => [...key, value]),
      ),
    [[]],
  );
  const groups = keys.map((key, at) => group(key, at + 1));
  return {
    of: query.get('of') === 'traces' ? 'traces' : 'spans',
    by,
    interval: by.includes('time') ? '1h' : null,
    zone: query.get('zone') ?? 'UTC',
    groups,
    groupCount: groups.length,
    total: group([], 10),
  };
}

function group(key: readonly (string | null)[], size: number): AggregateGroup {
  const quantiles = (ms: number) => ({ count: size, p50: ms, p95: ms * 2, p99: ms * 3 });
  return {
    ...{ key, count: size * 10, errors: size % 3 },
    durationMs: { ...quantiles(size * 400), sum: size * 4_000 },
    ...{ selfMs: null, criticalMs: null, criticalShare: null },
    ttftMs: quantiles(size * 90),
    tokensPerSecond: quantiles(60 + size),
    ...{ inputTokens: size * 5_000, outputTokens: size * 900, costUsd: size * 0.0125, isCostPartial: size % 2 === 0 },
  };
}

export const FAKE_FEEDBACK: Page<FeedbackSummary> = {
  items: [
    {
      ...{ name: 'correctness', count: 40, traceCount: 38, mean: 0.81, quantiles: { p50: 0.9, p95: 1, p99: 1 } },
      bySource: { human: 0, judge: 40, code: 0 },
      values: [0.5, 0.6, 0.7, 0.8, 0.9, 1, 0.4].map((value) => ({ value, count: 5 })),
    },
    {
      ...{ name: 'tone', count: 9, traceCount: 9, mean: null, quantiles: null },
      bySource: { human: 3, judge: 0, code: 6 },
      values: [
        { value: 'friendly', count: 7 },
        { value: "it's curt", count: 2 },
      ],
    },
  ],
  ...{ nextCursor: null, total: 2, totalIsEstimate: false },
};

export const FAKE_QUALITY: DataQuality = {
  ...{ traceCount: 158, spanCount: 12_345 },
  problems: [
    { problem: 'unended', of: 'traces', count: 2, isStored: true, isComplete: true, filter: "status = 'running'" },
    { problem: 'orphaned', of: 'traces', count: 0, isStored: true, isComplete: true, filter: null },
    { problem: 'dropped', of: 'spans', count: 40, isStored: false, isComplete: false, filter: null },
  ],
};

export const FAKE_SETTINGS: CollectorSettings = {
  ...{ version: '0.0.0', isKeyRequired: true, maxBodyBytes: 67_108_864 },
  retention: { maxAgeMs: 30 * 86_400_000, maxBytes: null },
  storage: { traceCount: 158, spanCount: 12_345, bytes: 4_567_890 },
};

export const FAKE_PRICES: PricesAnswer = {
  inUse: [
    {
      ...{ provider: 'openai', model: 'gpt-4o', calls: 1_234, inputUsd: 2.5, cachedInputUsd: 1.25, outputUsd: 10 },
      source: 'pricelist@1.2.3',
    },
    {
      ...{ provider: null, model: '<b>local</b>', calls: 3, inputUsd: null, cachedInputUsd: null, outputUsd: null },
      source: 'pricelist@1.2.3',
    },
  ],
  overrides: [
    {
      ...{ model: 'acme-*', provider: null, from: '2026-01-01', until: null },
      ...{ usdPerMillionTokens: { input: 0.2, cacheRead: 0.05 }, requestUsd: 0.01 },
    },
  ],
};
