import type { Pricer } from '@tracewright/pricing';
import { type NanoUsd, nanoUsd, type StepKind } from '@tracewright/schema';
import type { ReportedCost, StepFacts } from './step-facts.ts';

/** Kinds that stand for a call. Others repeat the sums of the calls below them, which would count twice. */
const CALLS: ReadonlySet<StepKind> = new Set(['llm', 'embedding', 'reranker']);

/** No one spends more than this on one call; a figure beyond it is an error of the sender's. */
const MAX_USD = 1e6;

/** What a step cost. */
export interface StepCost {
  /** -1: nothing to price, or no price known. */
  readonly totalNanoUsd: NanoUsd | -1;
  /** Disjoint; they add up to the total where all are known. */
  readonly partsNanoUsd: Readonly<Record<string, NanoUsd>>;
  readonly unpriced: readonly string[];
  /** True where a part of the usage has no known price. */
  readonly isPartial: boolean;
  /** `provider`, `override`, `local`, `pricelist@<date>`; '' where there is no cost. */
  readonly source: string;
}

export const NO_COST: StepCost = { totalNanoUsd: -1, partsNanoUsd: {}, unpriced: [], isPartial: false, source: '' };

/** True for the kinds whose usage and cost count. */
export function standsForCall(kind: StepKind): boolean {
  return CALLS.has(kind);
}

/**
 * The cost of a step, by whoever knows best: the provider itself, then an override of the collector, then one of the
 * app, then the price list. What the app computed from a price list is not looked at: ours may be newer.
 *
 * @param atMs when the call was made, milliseconds since the Unix epoch: prices are dated.
 */
export function costOf(facts: StepFacts, pricer: Pricer, atMs: number): StepCost {
  if (!standsForCall(facts.kind)) return NO_COST;
  const reported = facts.reportedCost;
  if (reported?.source === 'provider' && isAmount(reported.totalUsd)) return fromReport(reported);
  const priced = fromPrices(facts, pricer, atMs);
  if (priced.source === 'override') return priced;
  if (reported !== undefined && isAmount(reported.totalUsd)) return fromReport(reported);
  return priced;
}

function fromPrices({ provider, model, usage }: StepFacts, pricer: Pricer, atMs: number): StepCost {
  const cost = pricer.cost({ provider, model, usage, atMs });
  if (cost === undefined) return NO_COST;
  return {
    totalNanoUsd: cost.total ?? -1,
    partsNanoUsd: cost.parts,
    unpriced: cost.unpriced,
    isPartial: cost.unpriced.length > 0,
    source: cost.total === undefined ? '' : cost.source,
  };
}

function fromReport({ source, totalUsd, partsUsd, unpriced }: ReportedCost): StepCost {
  const parts = Object.entries(partsUsd).filter(([, usd]) => isAmount(usd));
  return {
    totalNanoUsd: nanoUsd(totalUsd),
    partsNanoUsd: Object.fromEntries(parts.map(([part, usd]) => [part, nanoUsd(usd)])),
    unpriced,
    isPartial: unpriced.length > 0,
    source,
  };
}

function isAmount(usd: number): boolean {
  return usd >= 0 && usd <= MAX_USD;
}
