import type { FilterField, FilterFieldType } from '@tracewright/schema';
import { type FilterPlace, placeAfter, withoutScope } from './filter-place.ts';
import { type FilterToken, filterTokens } from './filter-tokens.ts';

/** What can be written at the caret. */
export interface Completion {
  /** The part of the filter that a choice replaces, in UTF-16 units from 0. */
  readonly start: number;
  readonly end: number;
  readonly choices: readonly Choice[];
  /** How a value is written here, where there is none to choose. */
  readonly hint: string | undefined;
}

export interface Choice {
  readonly label: string;
  /** What is written in place of what was typed so far. */
  readonly insert: string;
  readonly about?: string;
}

const VALUE_HINTS: Readonly<Record<FilterFieldType, string | undefined>> = {
  text: "A text, in quotes where it has spaces: 'gpt-4o'. LIKE takes % for anything.",
  choice: undefined,
  number: 'A number, such as 500, 10k or 2M.',
  time: "A time, such as '2026-01-31T08:00:00Z', or -2h for two hours ago.",
  duration: 'A length of time, such as 250ms, 1.5s or 2m.',
  money: 'USD, such as 0.05.',
  any: 'A number, a text in quotes, true or false, as it was sent.',
};

/** What can follow or complete the text before a caret. */
export function completeFilter(text: string, caret: number, fields: readonly FilterField[]): Completion {
  const tokens = filterTokens(text.slice(0, caret));
  const last = tokens.at(-1);
  // A word that the caret touches is still being written.
  const open = last?.type === 'word' && last.end === caret ? last : undefined;
  const isInQuotes = last !== undefined && isUnclosed(last);
  const place = placeAfter(open || isInQuotes ? tokens.slice(0, -1) : tokens, fields);
  const rest = open ? (/^[^\s()=<>!,'"`]*/.exec(text.slice(caret))?.[0].length ?? 0) : 0;
  const typed = withoutScope(open?.text ?? '').toLowerCase();
  const start = caret - typed.length;
  return {
    start,
    end: caret + rest,
    choices: isInQuotes ? [] : matching(choicesAt(place, fields), typed),
    hint:
      place.expects === 'value' || place.expects === 'item' ? place.field && VALUE_HINTS[place.field.type] : undefined,
  };
}

/** A quote of which the other end is not there yet. */
function isUnclosed({ type, text }: FilterToken): boolean {
  return type === 'string' && (text.length === 1 || !text.replace(/\*$/, '').endsWith(text.charAt(0)));
}

interface NamedChoice extends Choice {
  readonly otherNames?: readonly string[];
}

function choicesAt({ expects, field }: FilterPlace, fields: readonly FilterField[]): readonly NamedChoice[] {
  switch (expects) {
    case 'condition':
      return [...fields.map(fieldChoice), ...words('NOT')];
    case 'join':
      return [...words('AND', 'OR'), ...fields.map(fieldChoice)];
    case 'operator':
      return (field?.operators ?? []).map((label) => ({
        label,
        insert: label.endsWith('IN') ? `${label} (` : `${label} `,
      }));
    case 'value':
      return words(...(field?.values ?? []));
    case 'item':
      return (field?.values ?? []).map((label) => ({ label, insert: label }));
    case 'list':
      return [{ label: '(', insert: '(' }];
    case 'null':
      return words('NULL', 'NOT NULL');
  }
}

function fieldChoice({ name, aliases, hasKey, about }: FilterField): NamedChoice {
  return { label: hasKey ? `${name}.` : name, insert: hasKey ? `${name}.` : `${name} `, about, otherNames: aliases };
}

function words(...labels: readonly string[]): readonly NamedChoice[] {
  return labels.map((label) => ({ label, insert: `${label} ` }));
}

/** Those that begin as typed, then those known by another such name or that have it in the middle. */
function matching(choices: readonly NamedChoice[], typed: string): readonly Choice[] {
  const begins = choices.filter(({ label }) => label.toLowerCase().startsWith(typed));
  if (typed === '') return begins;
  const others = choices.filter(
    (choice) =>
      !begins.includes(choice) &&
      [choice.label.toLowerCase(), ...(choice.otherNames ?? [])].some((name) => name.includes(typed)),
  );
  return [...begins, ...others];
}
