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

test.each([
  { properties: [{ pattern: '^a' }] },
  { patternProperties: [{ pattern: '^a' }] },
  { properties: { 0: { pattern: ['^a'] } } },
  { examples: { one: { pattern: '^a' } }, properties: { 0: { $ref: '#/examples/one' } } },
  { allOf: [{ examples: { one: { patternProperties: { '^a': false } } } }, { $ref: '#/allOf/0/examples/one' }] },
])('no pattern that the validator comes to is left to the engine of JavaScript, wherever it stands: %j', (schema) => {
  const asked: string[] = [];
  const patterns = new SchemaPatterns(schema, (pattern) => (text) => {
    asked.push(`${pattern} ${text}`);
    return new RegExp(pattern, 'u').test(text);
  });
  const value = { 0: 'ab', ab: 1 };
  patterns.within(() => new Validator(schema as unknown as Schema, '2020-12', false).validate(value));
  expect(asked).toContain('^a ab');
});

test('what stands in data and is no pattern is none that has to be read', () => {
  const odd = { properties: { pattern: { toString: 1 } }, default: { pattern: [{ toString: 1 }] } };
  const schema = { const: { pattern: '(' }, examples: [{ patternProperties: { '(': 1 } }], ...odd };
  const compile = (pattern: string) => {
    throw new Error(`${pattern} cannot be read`);
  };
  expect(() => new SchemaPatterns(schema, compile)).not.toThrow();
});
