import { Validator } from '@cfworker/json-schema';
import { expect, test } from 'vitest';
import { SchemaPatterns } from './schema-patterns.ts';

const SCHEMA = { type: 'object', patternProperties: { '^a': { type: 'number' } }, additionalProperties: false };

/** Whether an object of these names fits, where those that begin with an `a` may be there. */
function fits(names: readonly string[]): boolean {
  const patterns = new SchemaPatterns(SCHEMA, (pattern) => (text) => new RegExp(pattern, 'u').test(text));
  const value = Object.fromEntries(names.map((name) => [name, 1]));
  return patterns.within(value, (schema) => new Validator(schema, '2020-12', false).validate(value)).valid;
}

const ODD = ['a', 'a.', 'a$', 'a\n', 'a-b', 'a/b', 'a\\', 'a😀', 'a😁', 'aé', 'ab', 'abc'];

test('names that a pattern is found in are told from all others, whatever they consist of', () => {
  expect(fits(ODD)).toBe(true);
  for (const name of ['', 'b', 'xa', '😀', '.a']) expect(fits([...ODD, name])).toBe(false);
});

test('an answer of ten thousand names holds up nobody for long', () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `a${(at * 7_919) % 10_000}x${at}`);
  const begunUs = process.cpuUsage().user;
  expect(fits(names)).toBe(true);
  // All of them in one pattern took fifteen seconds, in parts not one.
  expect(process.cpuUsage().user - begunUs).toBeLessThan(6_000_000);
});
