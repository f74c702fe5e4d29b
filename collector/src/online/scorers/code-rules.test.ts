import type { OnlineCodeScorer } from '@tracewright/schema';
import { type ScoredRow, scoreRow } from '@tracewright/scoring';
import { expect, test } from 'vitest';
import { codeRuleScorer } from './code-rules.ts';

async function value(schema: object, output: unknown): Promise<unknown> {
  const rule = { kind: 'jsonSchema', schema, allowFence: false } as unknown as OnlineCodeScorer;
  const row = { outputs: JSON.stringify(output) } as unknown as ScoredRow;
  const [score] = await scoreRow(codeRuleScorer('s', rule), row, {} as never);
  return score!.value;
}

const NAMED = {
  patternProperties: { '^(a+)+$': { type: 'number' }, '^x-': { type: 'string' }, '-note$': { maxLength: 3 } },
  additionalProperties: false,
};

test.each([
  ['a pattern of a text', { pattern: '^(\\w+\\s?)+$' }, 'some words', true],
  ['one that is not found', { pattern: '^\\d{3}-\\u0061$' }, '12-a', false],
  ['one that is written as JavaScript does', { pattern: '^\\d{3}-\\u0061$' }, '123-a', true],
  ['what is no text', { pattern: '^a$' }, 7, true],
  ['one beside other keywords', { allOf: [{ minLength: 2 }], pattern: '^a' }, 'a', false],
  ['one behind a reference', { $ref: '#/$defs/id', $defs: { id: { pattern: '^id-' } } }, 'x', false],
  ['a property that is called so', { properties: { pattern: { pattern: '^a$' } } }, { pattern: 'b' }, false],
  ['a value that looks like a schema', { const: { pattern: '(?=a)' } }, { pattern: '(?=a)' }, true],
  ['names that are found', NAMED, { aaa: 1, 'x-a': 'b', 'x-note': 'abc' }, true],
  ['a name that two patterns are found in', NAMED, { 'x-note': 'abcd' }, false],
  ['a name that none is found in', NAMED, { b: 1 }, false],
  ['names of signs', { patternProperties: { '^[$.]': { type: 'number' } } }, { '$.a|b': 'c' }, false],
] as const)('patterns of a schema mean what they mean elsewhere: %s', async (_, schema, output, expected) => {
  expect(await value(schema, output)).toBe(expected);
});

test('no text makes a pattern of a schema run away, neither a value nor a name', async () => {
  const text = `${'a'.repeat(50_000)}!`;
  expect(await value({ pattern: '^(a+)+$' }, text)).toBe(false);
  expect(await value(NAMED, { [text]: 1 })).toBe(false);
});

test('a schema with a pattern that only an engine of the other kind knows is refused', async () => {
  await expect(value({ items: { pattern: '(?=a)b' } }, [])).rejects.toThrow(/(?:invalid|\(\?=)/);
  await expect(value({ patternProperties: { '(a)\\1': {} } }, {})).rejects.toThrow(/invalid escape/);
});
