import { expect, test } from 'vitest';
import { scored } from '../../testing/scored.test.support.ts';
import { jsonSchema } from './json-schema.ts';
import { jsonSimilarity } from './json-similarity.ts';

const CITY = {
  type: 'object',
  properties: { name: { type: 'string' }, founded: { type: 'string', format: 'date' } },
  required: ['name'],
  additionalProperties: false,
};

test('an output is JSON that its schema allows, or the rationale says where it is not', async () => {
  const check = async (outputs: unknown, options = {}) =>
    (await scored(jsonSchema(CITY, options), { outputs })).json_schema;
  expect(await check('{"name":"Paris","founded":"0250-01-01"}')).toMatchObject({ value: true, passed: true });
  expect(await check({ name: 'Paris' })).toMatchObject({ value: true });
  expect(await check('{"name":1}')).toMatchObject({ value: false, rationale: expect.stringContaining('#/name') });
  expect(await check('{"name":"Paris","founded":"long ago"}')).toMatchObject({ value: false });
  expect(await check('Paris')).toMatchObject({ value: false, rationale: 'the output is no JSON' });
  expect(await check('```json\n{"name":"Paris"}\n```')).toMatchObject({ value: false });
  expect(await check('```json\n{"name":"Paris"}\n```', { allowFence: true })).toMatchObject({ value: true });
});

test.each([
  ['the same, in another order', '{"b":[1,2],"a":"x"}', { a: 'x', b: [1, 2] }, 1],
  ['one of two fields missing', { a: 'x' }, { a: 'x', b: 1 }, 0.5],
  ['a field too many', { a: 'x', b: 1 }, { a: 'x' }, 0.5],
  ['half of a text', { a: 'ab' }, { a: 'ax' }, 0.5],
  ['three quarters of a number', [75], [100], 0.75],
  ['a number of the other sign', [-1], [1], 0],
  ['a list for an object', ['x'], { 0: 'x' }, 0],
  ['nothing at all', {}, {}, 1],
])('JSON is as near as its parts are: %s', async (_, outputs, expected, value) => {
  const scores = await scored(jsonSimilarity(), { outputs, expectations: { expected_response: expected } });
  expect(scores.json_similarity?.value).toBe(value);
});

test('a text that is no JSON is an error of the cell', async () => {
  const scores = await scored(jsonSimilarity(), { outputs: 'Paris', expectations: { expected_response: {} } });
  expect(scores.json_similarity?.error?.code).toBe('VALUE_UNSUITABLE');
});
