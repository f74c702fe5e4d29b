import type { PriceOverride } from './price-override.ts';

/** A price override that cannot be used. The message names the entry and the field. */
export class PriceOverrideError extends Error {
  override readonly name = 'PriceOverrideError';
  readonly code = 'INVALID_PRICE_OVERRIDE';
}

const AMOUNTS = {
  inputUsdPerMillionTokens: 'required',
  outputUsdPerMillionTokens: 'required',
  cacheReadUsdPerMillionTokens: 'optional',
  cacheWriteUsdPerMillionTokens: 'optional',
  reasoningUsdPerMillionTokens: 'optional',
  audioInputUsdPerMillionTokens: 'optional',
  audioOutputUsdPerMillionTokens: 'optional',
  imageInputUsdPerMillionTokens: 'optional',
  requestUsd: 'optional',
} as const satisfies Partial<Record<keyof PriceOverride, 'required' | 'optional'>>;

const FIELDS: readonly string[] = ['model', 'provider', 'from', 'until', ...Object.keys(AMOUNTS)];

/** A day, or a moment with its time zone: without one it would depend on where it is read. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * Reads price overrides from parsed JSON: a list of {@link PriceOverride}.
 *
 * @throws PriceOverrideError at the first entry that is not one; a field that we do not know is a mistake, too.
 */
export function parsePriceOverrides(json: unknown): readonly PriceOverride[] {
  if (!Array.isArray(json)) throw new PriceOverrideError('price overrides must be a list');
  return json.map((entry: unknown, index) => parseEntry(entry, index + 1));
}

function parseEntry(entry: unknown, number: number): PriceOverride {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw new PriceOverrideError(`price override ${number} must be an object`);
  }
  const fields = entry as Readonly<Record<string, unknown>>;
  const named = typeof fields.model === 'string' ? `${number} (${fields.model})` : `${number}`;
  const refuse = (field: string, problem: string): never => {
    throw new PriceOverrideError(`price override ${named}: ${field} ${problem}`);
  };

  for (const field of Object.keys(fields)) if (!FIELDS.includes(field)) refuse(field, 'is not a known field');
  for (const field of ['model', 'provider']) {
    const isMissing = fields[field] === undefined && field !== 'model';
    if (!isMissing && (typeof fields[field] !== 'string' || fields[field] === '')) refuse(field, 'must be a text');
  }
  for (const field of ['from', 'until']) {
    if (fields[field] !== undefined && !isTime(fields[field])) {
      refuse(field, 'must be an ISO date such as 2026-01-31, or a time with its zone');
    }
  }
  for (const [field, presence] of Object.entries(AMOUNTS)) {
    const isMissing = fields[field] === undefined && presence === 'optional';
    if (!isMissing && !isAmount(fields[field])) refuse(field, 'must be a number of USD, at least 0');
  }
  // Every field has been looked at above.
  const override = fields as unknown as PriceOverride;
  if (override.from !== undefined && override.until !== undefined) {
    if (Date.parse(override.until) <= Date.parse(override.from)) refuse('until', 'must be after from');
  }
  return override;
}

function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !ISO_TIME.test(value)) return false;
  const atMs = Date.parse(value);
  // Date.parse rolls 2026-02-30 over into March.
  const day = Number(value.slice(8, 10));
  const lastDay = new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)), 0)).getUTCDate();
  return !Number.isNaN(atMs) && day <= lastDay;
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
