import { calcPrice, findProvider, type ModelPrice, type PriceCalculation } from '@pydantic/genai-prices';
import { priceListProvider } from './price-list-provider.ts';
import { type PeriodOf, pricePeriods } from './price-periods.ts';
import type { Price, Rates } from './rates.ts';

/** Version of the package that holds the list: it tells no date. A test keeps this equal to package.json. */
export const PRICE_LIST_VERSION = '0.1.8';

/** Providers that bill audio tokens at rates of their own, never as text. */
const AUDIO_APART: readonly string[] = ['openai', 'azure'];

/** Model names come from outside, so the memory for them has to have an end. */
const MEMORY_LIMIT = 5_000;

/** Finds what a model cost at a time, by the price list inside `@pydantic/genai-prices`; nothing is fetched. */
export interface PriceList {
  /** `provider` as in `gen_ai.provider.name`. Undefined where the list knows no price for tokens of this model. */
  rates(provider: string, model: string, atMs: number): Rates | undefined;
}

/** What is remembered of a model: its rates, or its rates by the period in which they hold. */
interface Known {
  readonly periodOf: PeriodOf;
  /** Undefined in a period without a known price. */
  readonly rates: Map<number, Rates | undefined>;
}

const ALWAYS: PeriodOf = () => 0;

/** Remembers what it found: a look-up takes 7 µs, and one of a model whose price has dates 50 µs. */
export function createPriceList(): PriceList {
  /** By provider, then by model. */
  const memory = new Map<string, Map<string, Known>>();
  let size = 0;
  const remember = (provider: string, model: string, known: Known): void => {
    if (size >= MEMORY_LIMIT) {
      memory.clear();
      size = 0;
    }
    const models = memory.get(provider) ?? new Map<string, Known>();
    memory.set(provider, models.set(model, known));
    size += 1;
  };
  return {
    rates(provider, model, atMs) {
      let known = memory.get(provider)?.get(model);
      if (known === undefined) {
        known = { periodOf: periodsOf(lookUp(provider, model, atMs)), rates: new Map() };
        remember(provider, model, known);
      }
      const period = known.periodOf(atMs);
      const found = known.rates.get(period);
      if (found !== undefined || known.rates.has(period)) return found;
      const entry = lookUp(provider, model, atMs);
      const rates = entry === undefined ? undefined : ratesOf(entry);
      known.rates.set(period, rates);
      return rates;
    },
  };
}

function periodsOf(entry: PriceCalculation | undefined): PeriodOf {
  const prices = entry?.model.prices;
  return Array.isArray(prices) ? pricePeriods(prices) : ALWAYS;
}

function lookUp(provider: string, model: string, atMs: number): PriceCalculation | undefined {
  // A sender that names no provider leaves the model, whose family the list may know. An unknown host is another
  // matter: it may serve anything under any name.
  const providerId = provider === '' ? findProvider({ modelId: model })?.id : priceListProvider(provider);
  if (providerId === undefined || model === '') return undefined;
  const entry = calcPrice({}, model, { providerId, timestamp: new Date(atMs) });
  return entry === null || (isFineTuned(model) && !isOwnEntry(entry)) ? undefined : entry;
}

function isFineTuned(model: string): boolean {
  return /^ft:|:ft-/i.test(model);
}

/** The list has entries for some fine-tuned models, but lets others match the model they were made from. */
function isOwnEntry({ model, provider }: PriceCalculation): boolean {
  return isFineTuned(model.id) && provider.models.some(({ id }) => id === model.id);
}

/** The list writes a free model as one without prices, and some that are not free as well: both are unknown. */
function ratesOf({ model_price: prices, provider }: PriceCalculation): Rates | undefined {
  const rates = {
    ...rate('input', prices, 'input_mtok'),
    ...rate('output', prices, 'output_mtok'),
    ...rate('cache_read', prices, 'cache_read_mtok'),
    ...rate('cache_write', prices, 'cache_write_mtok'),
    ...rate('reasoning', prices, 'output_reasoning_mtok'),
    ...rate('audio_input', prices, 'input_audio_mtok'),
    ...rate('audio_output', prices, 'output_audio_mtok'),
    ...rate('image_input', prices, 'input_image_mtok'),
    ...rate('image_output', prices, 'output_image_mtok'),
    ...audioTime(prices, provider.id),
  };
  if (Object.keys(rates).length === 0) return undefined;
  const perThousandRequests = prices.requests_kcount;
  return {
    ...rates,
    ...(typeof perThousandRequests === 'number' && { requestUsd: perThousandRequests / 1_000 }),
    isAudioApart: AUDIO_APART.includes(provider.id),
  };
}

/** Groq bills ten seconds at the least; the list has that in its code. */
function audioTime(prices: ModelPrice, providerId: string): Pick<Rates, 'audioHourUsd' | 'leastAudioSeconds'> {
  const audioHourUsd = prices.input_audio_hours;
  if (typeof audioHourUsd !== 'number' || audioHourUsd === 0) return {};
  return { audioHourUsd, ...(providerId === 'groq' && { leastAudioSeconds: 10 }) };
}

function rate<Part extends string>(part: Part, prices: ModelPrice, key: string): Partial<Record<Part, Price>> {
  const price = prices[key];
  if (price === undefined || price === 0) return {};
  return { [part]: price } as Record<Part, Price>;
}
