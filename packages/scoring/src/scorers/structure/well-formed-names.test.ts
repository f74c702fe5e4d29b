import { expect, test } from 'vitest';
import { scored } from '../../testing/scored.test.support.ts';
import { jsonSchema } from './json-schema.ts';
import { withWellFormedNames } from './well-formed-names.ts';

test('an answer with a name of half a surrogate pair is judged as any other', async () => {
  const schema = { type: 'object', patternProperties: { '.': { type: 'number' } }, minProperties: 2 };
  const compilePattern = (pattern: string) => (text: string) => new RegExp(pattern, 'u').test(text);
  for (const options of [{}, { compilePattern }]) {
    const check = async (outputs: string) => (await scored(jsonSchema(schema, options), { outputs })).json_schema;
    expect(await check('{"\\ud800":1,"\\ud801":2}')).toMatchObject({ value: true });
    expect(await check('{"\\ud800":1,"\\ud801":"2"}')).toMatchObject({ value: false });
  }
});

test('names stay as many as they were, and what has none of these stays what it is', () => {
  const plain = { a: [{ 'é😀': 1 }] };
  expect(withWellFormedNames(plain)).toBe(plain);
  expect(withWellFormedNames([1, { a: { '\ud800': 1, '\ud801': 2, '\uFFFD1': 3 } }])).toEqual([
    1,
    { a: { '\uFFFD': 1, '\uFFFD2': 2, '\uFFFD1': 3 } },
  ]);
  const many = Array.from({ length: 1_000 }, (_, at) => [String.fromCharCode(0xd800 + at), at]);
  expect(Object.keys(withWellFormedNames(Object.fromEntries(many)) as object)).toHaveLength(1_000);
});
