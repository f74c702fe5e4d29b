import type { CostPart, NanoUsd } from '@tracewright/schema';
import { type Rates, usdPerMillion } from './rates.ts';
import { billedSeconds, count, type ReportedUsage, tokenParts } from './token-parts.ts';

/** What a call cost. */
export interface Cost {
  /** Sum of the parts: a lower bound where `unpriced` names any. Undefined where nothing could be priced. */
  readonly total: NanoUsd | undefined;
  /** Disjoint. */
  readonly parts: Readonly<Partial<Record<CostPart, NanoUsd>>>;
  /** Parts that were used and whose price, or number of tokens, nobody knows. */
  readonly unpriced: readonly CostPart[];
  /** `override`, `local`, or `pricelist@` and the list's version. */
  readonly source: string;
}

const NO_RATES: Rates = { isAudioApart: true };

/** Prices a usage. Without rates every part of it is unpriced. */
export function costOf(reported: ReportedUsage, rates: Rates | undefined, source: string): Cost {
  const bill = new Bill();
  const callInputTokens = count(reported.usage.inputTokens);
  for (const { part, tokens } of tokenParts(reported, rates ?? NO_RATES)) {
    const price = rates?.[part];
    const rate = price === undefined ? undefined : usdPerMillion(price, callInputTokens);
    bill.add(part, tokens === undefined || rate === undefined ? undefined : roundToNanoUsd(tokens * rate * 1_000));
  }
  const seconds = billedSeconds(reported.usage);
  if (seconds !== undefined) bill.add('audio_input', costOfTime(seconds, rates));
  if (rates?.requestUsd !== undefined) bill.add('request', roundToNanoUsd(rates.requestUsd * 1e9));
  const { parts, unpriced, count: priced, sum } = bill;
  const isPriced = priced > 0 || (rates !== undefined && unpriced.length === 0);
  return { total: isPriced ? (sum as NanoUsd) : undefined, parts, unpriced, source };
}

/** The parts of a cost while they are added up. */
class Bill {
  readonly parts: Partial<Record<CostPart, NanoUsd>> = {};
  readonly unpriced: CostPart[] = [];
  count = 0;
  sum = 0;

  /** @param amount undefined where nobody knows the price or how much there was */
  add(part: CostPart, amount: NanoUsd | undefined): void {
    if (amount === undefined) {
      this.unpriced.push(part);
      return;
    }
    // Audio may be counted in tokens and then be billed by its length.
    const before = this.parts[part];
    if (before === undefined) this.count += 1;
    this.parts[part] = amount;
    this.sum += amount - (before ?? 0);
  }
}

function costOfTime(seconds: number, { audioHourUsd, leastAudioSeconds = 0 }: Rates = NO_RATES): NanoUsd | undefined {
  if (audioHourUsd === undefined) return undefined;
  const billed = seconds === 0 ? 0 : Math.max(seconds, leastAudioSeconds);
  return roundToNanoUsd((billed / 3_600) * audioHourUsd * 1e9);
}

/** Undefined beyond exact integers: counts come from outside, and an absurd one must not stop whoever stores it. */
function roundToNanoUsd(amount: number): NanoUsd | undefined {
  const rounded = Math.round(amount);
  return Number.isSafeInteger(rounded) ? (rounded as NanoUsd) : undefined;
}
