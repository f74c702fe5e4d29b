import type { ComparedTrace } from './compared-trace.ts';
import type { StepMatch } from './match-steps.ts';

/**
 * Why the second of two traces took longer, used more or cost more. `added` and `removed`: steps that only one of them
 * has. Of calls that both have, `tokens`: as many more or fewer, at the rate of the first trace; what is left is `model`
 * where they went to different models, else `rate`: time per token, or price per token (which caching and the share of
 * output change as well). `other`: steps without a model, and time in no step.
 */
export type DeltaCause = 'added' | 'removed' | 'tokens' | 'model' | 'rate' | 'other';

/** Second trace less the first. */
export interface DeltaPart {
  readonly cause: DeltaCause;
  /** Of the time that the trace waited, µs. */
  readonly timeUs: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** Steps that had a share in it. */
  readonly steps: number;
}

export interface Delta {
  /** One for each cause, in the order of {@link DeltaCause}. They add up to the totals. */
  readonly parts: readonly DeltaPart[];
  readonly timeUs: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** Calls whose cost one of the traces does not know: the money is that of the others. */
  readonly unpricedCalls: number;
}

const CAUSES: readonly DeltaCause[] = ['added', 'removed', 'tokens', 'model', 'rate', 'other'];

/** Explains how the second trace differs from the first, by the steps that {@link matchSteps} found. */
export function explainDelta(a: ComparedTrace, b: ComparedTrace, matches: readonly StepMatch[]): Delta {
  const sums = new Map(CAUSES.map((cause) => [cause, { timeUs: 0, tokens: 0, costUsd: 0, steps: 0 }]));
  const add = (cause: DeltaCause, timeUs: number, tokens = 0, costUsd = 0) => {
    const sum = sums.get(cause)!;
    sum.timeUs += timeUs;
    sum.tokens += tokens;
    sum.costUsd += costUsd;
    if (timeUs !== 0 || tokens !== 0 || costUsd !== 0) sum.steps++;
  };

  let unpricedCalls = 0;
  for (const { a: first, b: second } of matches) {
    if (first === -1 || second === -1) {
      const [trace, span, sign] = first === -1 ? ([b, second, 1] as const) : ([a, first, -1] as const);
      const isUnpriced = trace.isCall[span] === 1 && hasUsage(trace, span) && trace.costUsd[span]! < 0;
      if (isUnpriced) unpricedCalls++;
      const cause = first === -1 ? 'added' : 'removed';
      add(cause, sign * trace.criticalUs[span]!, sign * tokensOf(trace, span), sign * costOf(trace, span));
      continue;
    }
    const timeUs = b.criticalUs[second]! - a.criticalUs[first]!;
    if (a.isCall[first] === 0 && b.isCall[second] === 0) {
      add('other', timeUs);
      continue;
    }
    const rest = a.model[first] === b.model[second] ? 'rate' : 'model';
    const written = [outputOf(a, first), outputOf(b, second)] as const;
    const time = split([a.criticalUs[first]!, b.criticalUs[second]!], written);
    const used = [tokensOf(a, first), tokensOf(b, second)] as const;
    const isPriced = isKnown(a, first) && isKnown(b, second);
    if (!isPriced && (hasUsage(a, first) || hasUsage(b, second))) unpricedCalls++;
    const cost = isPriced ? split([costOf(a, first), costOf(b, second)], used) : { byAmount: 0, byRate: 0 };
    add('tokens', time.byAmount, used[1] - used[0], cost.byAmount);
    add(rest, time.byRate, 0, cost.byRate);
  }
  add('other', b.gapUs - a.gapUs);

  const parts = CAUSES.map((cause) => ({ cause, ...sums.get(cause)! }));
  const total = (value: (part: DeltaPart) => number) => parts.reduce((sum, part) => sum + value(part), 0);
  return {
    parts,
    timeUs: total((part) => part.timeUs),
    tokens: total((part) => part.tokens),
    costUsd: total((part) => part.costUsd),
    unpricedCalls,
  };
}

/** Splits the change of a value into what the amount did at the first rate, and what the rate did. */
function split(
  [before, after]: readonly [number, number],
  [amountBefore, amountAfter]: readonly [number, number],
): { readonly byAmount: number; readonly byRate: number } {
  const byAmount = amountBefore > 0 && amountAfter > 0 ? (amountAfter - amountBefore) * (before / amountBefore) : 0;
  return { byAmount, byRate: after - before - byAmount };
}

function hasUsage({ inputTokens, outputTokens }: ComparedTrace, span: number): boolean {
  return inputTokens[span]! >= 0 || outputTokens[span]! >= 0;
}

/** Whether a cost is known, or there is none to know. */
function isKnown(trace: ComparedTrace, span: number): boolean {
  return trace.isCall[span] === 0 || trace.costUsd[span]! >= 0;
}

function tokensOf(trace: ComparedTrace, span: number): number {
  return trace.isCall[span] === 0 ? 0 : Math.max(0, trace.inputTokens[span]!) + Math.max(0, trace.outputTokens[span]!);
}

function outputOf({ outputTokens }: ComparedTrace, span: number): number {
  return Math.max(0, outputTokens[span]!);
}

function costOf(trace: ComparedTrace, span: number): number {
  return trace.isCall[span] === 0 ? 0 : Math.max(0, trace.costUsd[span]!);
}
