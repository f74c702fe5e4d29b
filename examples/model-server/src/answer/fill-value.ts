import type { Json } from '../json-fields.ts';
import type { Source } from './fill-schema.ts';

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  time: '12:00:00Z',
  'date-time': '2026-01-31T12:00:00Z',
  duration: 'P1D',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** A text for a property of this name, as long as its schema allows. */
export function fillText(schema: Json, name: string, source: Source): string {
  const byFormat = typeof schema.format === 'string' ? FORMATS[schema.format] : undefined;
  if (byFormat !== undefined) return byFormat;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : 400;
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  return textFor(name, source).slice(0, most).padEnd(least, '.');
}

/** A number from the question, within the bounds of its schema. */
export function fillNumber(schema: Json, { question }: Source, isInteger: boolean): number {
  const bound = (key: string) => (typeof schema[key] === 'number' ? schema[key] : undefined);
  const exclusiveLeast = bound('exclusiveMinimum');
  const exclusiveMost = bound('exclusiveMaximum');
  const grain = bound('multipleOf') ?? (isInteger ? 1 : 0.001);
  const least = bound('minimum') ?? (exclusiveLeast === undefined ? Number.NEGATIVE_INFINITY : exclusiveLeast + grain);
  const most = bound('maximum') ?? (exclusiveMost === undefined ? Number.POSITIVE_INFINITY : exclusiveMost - grain);
  const asked = Number(/-?\d+(?:\.\d+)?/.exec(question)?.[0] ?? 1);
  const value = Math.min(most, Math.max(least, asked));
  if (!isInteger && schema.multipleOf === undefined) return value;
  const rounded = Math.round(value / grain) * grain;
  if (rounded < least) return rounded + grain;
  return rounded > most ? rounded - grain : rounded;
}

function textFor(name: string, { question, text, keywords }: Source): string {
  if (/query|question|input|prompt|search/i.test(name)) return question;
  if (/expression|formula/i.test(name)) return /\d[\d\s.+*/()-]*\d/.exec(question)?.[0] ?? '1 + 1';
  if (/city|location|place|country|name|product|item/i.test(name))
    return properNoun(question) ?? keywords[0] ?? question;
  if (/id$|code|number/i.test(name)) return /\b[\w-]*\d[\w-]*\b/.exec(question)?.[0] ?? '1';
  return text;
}

/** A capitalised word that does not open the sentence. */
function properNoun(text: string): string | undefined {
  return /(?<=[\p{L},]\s)\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)*/u.exec(text)?.[0];
}
