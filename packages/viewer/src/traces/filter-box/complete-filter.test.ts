import type { FilterField } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { completeFilter } from './complete-filter.ts';
import { TRACE_FILTERS } from './filter-language.ts';

const common = { hasKey: false, scope: 'both', aliases: [], values: [] } as const;
const FIELDS: readonly FilterField[] = [
  { ...common, name: 'name', type: 'text', operators: ['=', 'IN', 'LIKE'], about: 'Its name.' },
  { ...common, name: 'status', type: 'choice', values: ['ok', 'error'], operators: ['=', 'IN'], about: 'Its end.' },
  { ...common, name: 'duration', aliases: ['latency'], type: 'duration', operators: ['=', '>'], about: 'Its length.' },
  { ...common, name: 'tags', type: 'text', hasKey: true, operators: ['='], about: 'A tag.' },
];

const KNOWN = {
  values: new Map([['name', ['agent.run', "it's late"]]]),
  keys: new Map([['tags', ['env', 'team name']]]),
};

/** Labels that are offered where the bar stands. */
const offered = (marked: string) => complete(marked).choices.map(({ label }) => label);
const complete = (marked: string) => completeFilter(marked.replace('|', ''), marked.indexOf('|'), FIELDS, KNOWN);

test.each([
  ['|', ['name', 'status', 'duration', 'tags.', 'has(', 'NOT']],
  ['ha|', ['has(']],
  ['has(sta|', ['status']],
  ['sta|', ['status']],
  ['trace.sta|', ['status']],
  ['lat|', ['duration']],
  ['status |', ['=', 'IN']],
  ['status =|', ['ok', 'error']],
  ['status = e|', ['error']],
  ['status IN (ok, |', ['ok', 'error']],
  ['status IN |', ['(']],
  ['name IS |', ['NULL', 'NOT NULL']],
  ["name RLIKE 'a.*' |", ['AND', 'OR', 'name', 'status', 'duration', 'tags.']],
  ['status = ok |', ['AND', 'OR', 'name', 'status', 'duration', 'tags.']],
  ['status = ok AND (dur|', ['duration']],
  ["name = 'status |", []],
  ['name = |', ['agent.run', "it's late"]],
  ['name = ag|', ['agent.run']],
  ["name = 'it|", ["it's late"]],
  ['tags.|', ['tags.', 'tags.env', 'tags."team name"']],
  ['tags.en|', ['tags.env']],
  ['tags.env |', ['=']],
  ['refund du|', ['duration']],
  ['latency |', ['=', '>']],
])('%s is completed by %j', (marked, labels) => {
  expect(offered(marked)).toEqual(labels);
});

test('a choice replaces the whole word that the caret is in, and nothing else', () => {
  expect(complete('name = x AND st|at = ok')).toMatchObject({ start: 13, end: 17, choices: [{ insert: 'status ' }] });
});

test('where a value is free, its form is said', () => {
  expect(complete('duration > |').hint).toContain('250ms');
  expect(complete('status = |').hint).toBeUndefined();
});

test('a value that traces have is written in quotes, in place of what was typed of it', () => {
  expect(complete("name = 'it|")).toMatchObject({ start: 7, end: 10, choices: [{ insert: "'it\\'s late' " }] });
});

test('where a language has no brackets, conditions are only joined by AND', () => {
  const plain = { ...TRACE_FILTERS, hasBrackets: false };
  const labels = (text: string) =>
    completeFilter(text, text.length, FIELDS, KNOWN, plain).choices.map(({ label }) => label);
  expect(labels('')).toEqual(['name', 'status', 'duration', 'tags.']);
  expect(labels('status = ok ')).toEqual(['AND']);
});
