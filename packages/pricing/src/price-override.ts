import type { Rates } from './rates.ts';

/**
 * A price that goes before the list's. All amounts in USD. Without a price of their own, reasoning, audio and image
 * tokens count as output or input; cached tokens stay unpriced.
 */
export interface PriceOverride {
  /** A model's name or a pattern in which `*` stands for any text; case does not matter. */
  readonly model: string;
  /** As in `gen_ai.provider.name`; any provider where it is missing. */
  readonly provider?: string;
  /** First moment at which the price holds, an ISO date (UTC) or time. */
  readonly from?: string;
  /** First moment at which it no longer holds. */
  readonly until?: string;
  readonly inputUsdPerMillionTokens: number;
  readonly outputUsdPerMillionTokens: number;
  readonly cacheReadUsdPerMillionTokens?: number;
  readonly cacheWriteUsdPerMillionTokens?: number;
  readonly reasoningUsdPerMillionTokens?: number;
  readonly audioInputUsdPerMillionTokens?: number;
  readonly audioOutputUsdPerMillionTokens?: number;
  readonly imageInputUsdPerMillionTokens?: number;
  /** For each call. */
  readonly requestUsd?: number;
}

/** An override, ready for use. */
export interface CompiledOverride {
  readonly rates: Rates;
  matches(provider: string, model: string, atMs: number): boolean;
}

export function compileOverride(override: PriceOverride): CompiledOverride {
  const model = patternOf(override.model);
  const fromMs = override.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(override.from);
  const untilMs = override.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(override.until);
  return {
    rates: ratesOf(override),
    matches: (provider, name, atMs) =>
      (override.provider === undefined || override.provider === provider) &&
      model.test(name) &&
      atMs >= fromMs &&
      atMs < untilMs,
  };
}

function patternOf(model: string): RegExp {
  // Runs of stars are one: patterns such as `**********x` would take exponential time.
  const source = model.split(/\*+/).map(escapeRegExp).join('[^]*');
  return new RegExp(`^${source}$`, 'i');
}

/** `RegExp.escape` needs Node 24. */
function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function ratesOf(override: PriceOverride): Rates {
  const optional = {
    cache_read: override.cacheReadUsdPerMillionTokens,
    cache_write: override.cacheWriteUsdPerMillionTokens,
    reasoning: override.reasoningUsdPerMillionTokens,
    audio_input: override.audioInputUsdPerMillionTokens,
    audio_output: override.audioOutputUsdPerMillionTokens,
    image_input: override.imageInputUsdPerMillionTokens,
    requestUsd: override.requestUsd,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, price]) => price !== undefined));
  return {
    input: override.inputUsdPerMillionTokens,
    output: override.outputUsdPerMillionTokens,
    ...given,
    isAudioApart: false,
  };
}
