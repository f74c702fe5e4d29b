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
  const parts: Partial<Record<CostPart, NanoUsd>> = {};
  const unpriced: CostPart[] = [];
  const set = (part: CostPart, amount: NanoUsd | undefined) => {
    if (amount === undefined) unpriced.push(part);
    else parts[part] = amount;
  };

  const callInputTokens = count(reported.usage.inputTokens);
  for (const [part, tokens] of tokenParts(reported, rates ?? NO_RATES)) {
    const price = part === 'request' ? undefined : rates?.[part];
    const rate = price === undefined ? undefined : usdPerMillion(price, callInputTokens);
    set(part, tokens === undefined || rate === undefined ? undefined : roundToNanoUsd(tokens * rate * 1_000));
  }
  const seconds = billedSeconds(reported.usage);
  if (seconds !== undefined) set('audio_input', costOfTime(seconds, rates));
  if (rates?.requestUsd !== undefined) set('request', roundToNanoUsd(rates.requestUsd * 1e9));

  const amounts = Object.values(parts);
  const isPriced = amounts.length > 0 || (rates !== undefined && unpriced.length === 0);
  const total = isPriced ? (amounts.reduce((sum: number, amount) => sum + amount, 0) as NanoUsd) : undefined;
  return { total, parts, unpriced, source };
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
