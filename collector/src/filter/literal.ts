import type { FilterValue } from './expression.ts';
import type { Field } from './fields.ts';

/** A value as it stood in the filter. */
export interface Literal {
  readonly text: string;
  /** Whether it stood in quotes. */
  readonly isQuoted: boolean;
}

const US = { ns: 0.001, us: 1, µs: 1, ms: 1_000, s: 1e6, m: 60e6, min: 60e6, h: 3_600e6, d: 86_400e6 } as const;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const PLAIN = new RegExp(`^${NUMBER}$`, 'i');
const COUNT = new RegExp(`^(${NUMBER})([kM])?$`);
const LENGTH = new RegExp(`^(${NUMBER})(${Object.keys(US).join('|')})?$`);
const MONEY = new RegExp(`^\\$?(${NUMBER})$`);
const AGO = /^-(\d+(?:\.\d+)?)(s|m|min|h|d|w)$/;
const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * What a literal says about a field, in the units of `Comparison.values`.
 *
 * @returns a sentence where it says nothing: what the field wants.
 */
export function readLiteral(
  field: Field,
  literal: Literal,
  nowNs: bigint,
): { readonly value: FilterValue; readonly problem?: undefined } | { readonly problem: string } {
  switch (field.type) {
    case 'text':
      return { value: field.name === 'id' ? literal.text.replace(/^tr-/, '').toLowerCase() : literal.text };
    case 'choice': {
      const word = literal.text.toLowerCase();
      const value = field.synonyms[word] ?? word;
      return field.values.includes(value)
        ? { value }
        : { problem: `${field.name} is one of ${field.values.join(', ')}` };
    }
    case 'number':
      return numeric(COUNT, literal, { k: 1e3, M: 1e6 }, `${field.name} is a number, such as 1000 or 10k`);
    case 'duration':
      return numeric(LENGTH, literal, US, `${field.name} is a length of time, such as 250ms or 1.5s`, US.ms);
    case 'money': {
      const usd = Number(MONEY.exec(literal.text)?.[1] ?? Number.NaN);
      return Number.isFinite(usd)
        ? { value: Math.round(usd * 1e9) }
        : { problem: `${field.name} is USD, such as 0.05` };
    }
    case 'time': {
      const value = timeNs(literal.text, nowNs);
      return value === undefined
        ? { problem: `${field.name} is a time, such as '2026-01-31T08:00:00Z' or -2h` }
        : { value };
    }
    case 'any':
      return { value: anyValue(literal) };
  }
}

function numeric(
  pattern: RegExp,
  { text }: Literal,
  units: Readonly<Record<string, number>>,
  problem: string,
  defaultUnit = 1,
): { readonly value: number } | { readonly problem: string } {
  const [, number, unit] = pattern.exec(text) ?? [];
  if (number === undefined) return { problem };
  const value = Number(number) * (unit === undefined ? defaultUnit : units[unit]!);
  return Number.isFinite(value) ? { value } : { problem };
}

/** A number or a boolean where it is not quoted and is one. */
function anyValue({ text, isQuoted }: Literal): FilterValue {
  if (isQuoted) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return PLAIN.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

function timeNs(text: string, nowNs: bigint): bigint | undefined {
  const [, back, unit] = AGO.exec(text) ?? [];
  if (back !== undefined && unit !== undefined) {
    const us = Number(back) * (unit === 'w' ? 7 * US.d : US[unit as 's' | 'm' | 'min' | 'h' | 'd']);
    return us < 1e18 ? inRange(nowNs - BigInt(Math.round(us)) * 1_000n) : undefined;
  }
  if (/^\d{1,15}$/.test(text)) return inRange(BigInt(text) * 1_000_000n);
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    MOMENT.exec(text) ?? [];
  if (year === undefined) return undefined;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`);
  // The 31st of February would become the 3rd of March.
  const isDate = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  return Number.isNaN(ms) || !isDate ? undefined : inRange(BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
}

/** What OTLP can say: 64 bits from 1970 on. */
function inRange(ns: bigint): bigint | undefined {
  return ns >= 0n && ns < 1n << 64n ? ns : undefined;
}
