import type { FilterField } from '@tracewright/schema';
import { filterValue } from '../../format/filter-literal.ts';
import { type FilterLanguage, TRACE_FILTERS } from './filter-language.ts';
import { type FilterPlace, placeAfter, withoutScope } from './filter-place.ts';
import { type FilterToken, filterTokens } from './filter-tokens.ts';
import { type KnownValues, NOTHING_KNOWN } from './known-values.ts';

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

/** What can follow or complete the text before a caret. */
export function completeFilter(
  text: string,
  caret: number,
  fields: readonly FilterField[],
  known: KnownValues = NOTHING_KNOWN,
  language: FilterLanguage = TRACE_FILTERS,
): Completion {
  const tokens = filterTokens(text.slice(0, caret));
  const last = tokens.at(-1);
  // A word that the caret touches is still being written.
  const open = last?.type === 'word' && last.end === caret ? last : undefined;
  const quoted = last !== undefined && isUnclosed(last) ? last : undefined;
  const place = placeAfter(open || quoted ? tokens.slice(0, -1) : tokens, fields);
  const rest = open ? (/^[^\s()=<>!,'"`]*/.exec(text.slice(caret))?.[0].length ?? 0) : 0;
  const typed = (quoted ? quoted.text.slice(1) : withoutScope(open?.text ?? '')).toLowerCase();
  const isValue = place.expects === 'value' || place.expects === 'item';
  return {
    // A value that is chosen brings quotes of its own.
    start: quoted ? quoted.start : caret - typed.length,
    end: caret + rest,
    choices: quoted && !isValue ? [] : matching(choicesAt(place, fields, known, typed, language), typed),
    hint: isValue ? place.field && language.hints[place.field.type] : undefined,
  };
}

/** A quote of which the other end is not there yet. */
function isUnclosed({ type, text }: FilterToken): boolean {
  return type === 'string' && (text.length === 1 || !text.replace(/\*$/, '').endsWith(text.charAt(0)));
}

interface NamedChoice extends Choice {
  readonly otherNames?: readonly string[];
}

/** Several conditions on one and the same span. */
const HAS: NamedChoice = { label: 'has(', insert: 'has(', about: 'Has a span of which all in the brackets is true.' };

function choicesAt(
  { expects, field }: FilterPlace,
  fields: readonly FilterField[],
  known: KnownValues,
  typed: string,
  { hasBrackets }: FilterLanguage,
): readonly NamedChoice[] {
  const conditions = () => [...fields.map(fieldChoice), ...keyChoices(fields, known, typed)];
  switch (expects) {
    case 'condition':
      return [...conditions(), ...(hasBrackets ? [HAS, ...words('NOT')] : [])];
    case 'join':
      return hasBrackets ? [...words('AND', 'OR'), ...conditions()] : words('AND');
    case 'operator':
      return (field?.operators ?? []).map((label) => ({
        label,
        insert: label.endsWith('IN') ? `${label} (` : `${label} `,
      }));
    case 'value':
      return [...words(...(field?.values ?? [])), ...knownChoices(field, known, ' ')];
    case 'item':
      return [...(field?.values ?? []).map((label) => ({ label, insert: label })), ...knownChoices(field, known, '')];
    case 'list':
      return [{ label: '(', insert: '(' }];
    case 'null':
      return words('NULL', 'NOT NULL');
  }
}

function fieldChoice({ name, aliases, hasKey, about }: FilterField): NamedChoice {
  return { label: hasKey ? `${name}.` : name, insert: hasKey ? `${name}.` : `${name} `, about, otherNames: aliases };
}

/** Keys of the field that is being written, once its dot is there. */
function keyChoices(fields: readonly FilterField[], known: KnownValues, typed: string): readonly NamedChoice[] {
  const field = fields.find(
    ({ name, aliases, hasKey }) => hasKey && [name, ...aliases].some((each) => typed.startsWith(`${each}.`)),
  );
  const written = typed.slice(0, typed.indexOf('.'));
  return (known.keys.get(field?.name ?? '') ?? []).map((key) => {
    const label = `${written}.${/^[\w.-]+$/.test(key) ? key : `"${key}"`}`;
    return { label, insert: `${label} ` };
  });
}

/** Values that traces have; a choice says all of its own. */
function knownChoices(field: FilterField | undefined, known: KnownValues, end: string): readonly NamedChoice[] {
  if (!field || field.type === 'choice') return [];
  return (known.values.get(field.name) ?? []).map((label) => ({ label, insert: `${filterValue(label)}${end}` }));
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
