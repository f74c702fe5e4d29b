import { type Schema, Validator } from '@cfworker/json-schema';
import { expect, test } from 'vitest';
import { SchemaPatterns } from './schema-patterns.ts';

const SCHEMA = { type: 'object', patternProperties: { '^a': { type: 'number' } }, additionalProperties: false };

/** Whether an object of these names fits, where those that begin with an `a` may be there. */
function fits(names: readonly string[]): boolean {
  const patterns = new SchemaPatterns(SCHEMA, (pattern) => (text) => new RegExp(pattern, 'u').test(text));
  const value = Object.fromEntries(names.map((name) => [name, 1]));
  return patterns.within(() => new Validator(SCHEMA as Schema, '2020-12', false).validate(value)).valid;
}

const ODD = ['a', 'a.', 'a$', 'a\n', 'a-b', 'a/b', 'a\\', 'a😀', 'a😁', 'aé', 'ab', 'abc'];

test('names that a pattern is found in are told from all others, whatever they consist of', () => {
  expect(fits(ODD)).toBe(true);
  for (const name of ['', 'b', 'xa', '😀', '.a']) expect(fits([...ODD, name])).toBe(false);
});

test('an answer of fifty thousand names takes no longer than by their number', () => {
  const names = Array.from({ length: 50_000 }, (_, at) => `a${(at * 7_919) % 50_000}x${at}`);
  const begunUs = process.cpuUsage().user;
  expect(fits(names)).toBe(true);
  // Ten thousand took half a second while they stood in patterns of some hundreds, and these would be twelve.
  expect(process.cpuUsage().user - begunUs).toBeLessThan(6_000_000);
});

test('what is made of other patterns meanwhile, and by the engine itself, is made by the engine of JavaScript', () => {
  const found: unknown[] = [];
  const patterns = new SchemaPatterns(SCHEMA, (pattern) => (text) => {
    found.push(new RegExp(pattern, 'u').exec(text)?.index);
    return true;
  });
  const made = (pattern: string) => new RegExp(pattern, 'u');
  patterns.within(() => {
    found.push(made('b').exec('ab')?.index, made('^a').test('xa'));
  });
  expect(found).toEqual([undefined, 1, true]);
  expect(made('^a').test('xa')).toBe(false);
});
