import type { Pricer } from '@tracewright/pricing';
import { isLocalProvider, type NanoUsd, nanoUsd, type StepKind } from '@tracewright/schema';
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
  /** True where a part of the usage has no known price, or an answer came without any usage. */
  readonly isPartial: boolean;
  /** `provider`, `override`, `local`, `pricelist@<date>`, `sender`; '' where there is no cost. */
  readonly source: string;
}

export const NO_COST: StepCost = { totalNanoUsd: -1, partsNanoUsd: {}, unpriced: [], isPartial: false, source: '' };

const UNKNOWN_USAGE: StepCost = { ...NO_COST, unpriced: ['input', 'output'], isPartial: true };

/** True for the kinds whose usage and cost count. */
export function standsForCall(kind: StepKind): boolean {
  return CALLS.has(kind);
}

/**
 * The cost of a step, by whoever knows best: the provider itself, then an override of the collector, then one of the
 * app, then the price list, and a sender that does not tell where it has its figure from only where all others have
 * none. What the app computed from a price list is not looked at: ours may be newer.
 *
 * @param atMs when the call was made, milliseconds since the Unix epoch: prices are dated.
 */
export function costOf(facts: StepFacts, pricer: Pricer, atMs: number): StepCost {
  if (!standsForCall(facts.kind)) return NO_COST;
  const reported =
    facts.reportedCost !== undefined && isAmount(facts.reportedCost.totalUsd) ? facts.reportedCost : undefined;
  if (reported?.source === 'provider') return fromReport(reported);
  const priced = fromPrices(facts, pricer, atMs);
  if (priced.source === 'override') return priced;
  if (reported?.source === 'override' || (reported !== undefined && priced.source === '')) return fromReport(reported);
  return priced;
}

function fromPrices(facts: StepFacts, pricer: Pricer, atMs: number): StepCost {
  const { provider, model, usage } = facts;
  const cost = pricer.cost({ provider, model, usage, isGeneration: facts.kind === 'llm', atMs });
  if (cost === undefined) return isUsageWithheld(facts) ? UNKNOWN_USAGE : NO_COST;
  return {
    totalNanoUsd: cost.total ?? -1,
    partsNanoUsd: cost.parts,
    unpriced: cost.unpriced,
    isPartial: cost.unpriced.length > 0,
    source: cost.total === undefined ? '' : cost.source,
  };
}

/** Such a call is not free: somebody answered, and did not say what it took. */
function isUsageWithheld({ kind, hasAnswer, isPending, provider }: StepFacts): boolean {
  return kind === 'llm' && hasAnswer && !isPending && !isLocalProvider(provider);
}

function fromReport({ source, totalUsd, partsUsd, unpriced }: ReportedCost): StepCost {
  const totalNanoUsd = nanoUsd(totalUsd);
  const parts = Object.entries(partsUsd).map(
    ([part, usd]) => [part, isAmount(usd) ? nanoUsd(usd) : Number.NaN] as const,
  );
  return {
    totalNanoUsd,
    partsNanoUsd: addUp(parts, totalNanoUsd) ? (Object.fromEntries(parts) as Record<string, NanoUsd>) : {},
    unpriced,
    isPartial: unpriced.length > 0,
    source,
  };
}

/** Each part is rounded by itself, so their sum may be off by half a nano-USD for each, and for the total. */
function addUp(parts: readonly (readonly [string, number])[], total: number): boolean {
  const sum = parts.reduce((left, [, amount]) => left + amount, 0);
  return Math.abs(sum - total) <= (parts.length + 1) / 2;
}

function isAmount(usd: number): boolean {
  return usd >= 0 && usd <= MAX_USD;
}
