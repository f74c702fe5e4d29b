import type { AggregateAnswer } from '@tracewright/schema';
import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../../api/request.ts';

/** How a model usually answered in the traces of this collector: medians. */
export interface ModelFigures {
  readonly calls: number;
  /** 0 where unknown; the speed then counts from the start of the call. */
  readonly ttftUs: number;
  readonly tokensPerSecond: number | undefined;
  readonly medianUs: number | undefined;
  /** Over input and output alike; undefined where not all calls could be priced. */
  readonly usdPerToken: number | undefined;
}

const MAX_MODELS = 50;
const NONE: ReadonlyMap<string, ModelFigures> = new Map();

/** The models that this collector has seen answer, the most called first; empty until they have been asked for. */
export function useModelFigures(): ReadonlyMap<string, ModelFigures> {
  const [figures, setFigures] = useState(NONE);
  useEffect(() => {
    const stop = new AbortController();
    const query = new URLSearchParams({ of: 'spans', by: 'model', filter: "kind = 'llm'", limit: String(MAX_MODELS) });
    getJson<AggregateAnswer>(`/api/v1/aggregates?${query}`, stop.signal).then(
      (answer) => setFigures(modelFigures(answer)),
      // Without them no other model can be chosen, which the panel says.
      () => undefined,
    );
    return () => stop.abort();
  }, []);
  return figures;
}

export function modelFigures({ groups }: Pick<AggregateAnswer, 'groups'>): ReadonlyMap<string, ModelFigures> {
  return new Map(
    groups.flatMap((group) => {
      const [name] = group.key;
      if (!name) return [];
      const tokens = (group.inputTokens ?? 0) + (group.outputTokens ?? 0);
      const isPriced = group.costUsd !== null && !group.isCostPartial && tokens > 0;
      const figures: ModelFigures = {
        calls: group.count,
        ttftUs: (group.ttftMs?.p50 ?? 0) * 1_000,
        tokensPerSecond: group.tokensPerSecond?.p50 || undefined,
        medianUs: group.durationMs ? group.durationMs.p50 * 1_000 : undefined,
        usdPerToken: isPriced ? (group.costUsd ?? 0) / tokens : undefined,
      };
      return [[name, figures] as const];
    }),
  );
}
