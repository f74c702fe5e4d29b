import { expect, test } from 'vitest';
import { CallGate } from '../../calls/call-gate.ts';
import { scored } from '../../testing/scored.test.support.ts';
import { contains } from './contains.ts';
import { embeddingSimilarity } from './embedding-similarity.ts';
import { exactMatch } from './exact-match.ts';
import { levenshtein } from './levenshtein.ts';
import { regex } from './regex.ts';

const EXPECTED = { expected_response: 'Paris' };

test('an exact match is one of the whole output, by the rules that were asked for', async () => {
  const exact = async (outputs: unknown, expected: unknown, options = {}) =>
    (await scored(exactMatch(options), { outputs, expectations: { expected_response: expected } })).exact_match?.value;
  expect(await exact('Paris', 'Paris')).toBe(true);
  expect(await exact(' paris\n', 'Paris')).toBe(false);
  expect(await exact(' paris\n', 'Paris', { ignoreCase: true, ignoreSpace: true })).toBe(true);
  expect(await exact('caf\u0065\u0301', 'caf\u00e9')).toBe(true);
  expect(await exact({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  expect(await exact({ a: 1 }, { a: 2 })).toBe(false);
});

test('what is expected may stand under a name of its own; where there is none the cell has an error', async () => {
  const row = { outputs: { answer: 'Paris', sources: [] }, expectations: { city: 'Paris', country: 'France' } };
  const scorer = exactMatch({ expected: 'city', output: ({ outputs }) => (outputs as { answer: string }).answer });
  expect((await scored(scorer, row)).exact_match).toMatchObject({ value: true, passed: true });
  expect((await scored(exactMatch(), row)).exact_match).toMatchObject({
    value: null,
    passed: null,
    error: { code: 'EXPECTATION_MISSING' },
  });
});

test('an output contains all or any of what is expected, and says what is missing', async () => {
  const row = { outputs: 'Paris and Lyon', expectations: { expected_response: ['paris', 'Rome'] } };
  const all = await scored(contains({ ignoreCase: true }), row);
  expect(all.contains).toMatchObject({ value: false, rationale: 'missing: Rome' });
  expect((await scored(contains({ ignoreCase: true, mode: 'any' }), row)).contains?.value).toBe(true);
});

test('a pattern is found anew in each row, whatever flags it has', async () => {
  const scorer = regex(/\d{4}/g);
  for (const outputs of ['in 1889', 'in 1889', 'never']) {
    expect((await scored(scorer, { outputs })).regex?.value).toBe(outputs !== 'never');
  }
});

test('likeness counts characters, not halves of them, and passes from its threshold on', async () => {
  const like = async (outputs: string, expected: string) =>
    (await scored(levenshtein({ threshold: 0.5 }), { outputs, expectations: { expected_response: expected } }))
      .levenshtein;
  expect(await like('kitten', 'sitting')).toMatchObject({ value: 1 - 3 / 7, passed: true });
  expect(await like('👍', '👎')).toMatchObject({ value: 0, passed: false });
  expect(await like('', '')).toMatchObject({ value: 1 });
  expect(await like('', 'abc')).toMatchObject({ value: 0 });
});

test('embeddings are compared by their angle, counted as calls of the evaluation, and asked for again after a failure that passes', async () => {
  const vectors: Record<string, number[]> = { 'the city': [3, 4], Paris: [4, 3] };
  let failures = 1;
  const client = {
    embeddings: {
      create: async ({ input }: { readonly input: string[] }) => {
        if (failures-- > 0) throw Object.assign(new Error('busy'), { status: 429, headers: { 'retry-after': '0' } });
        const data = input.map((text, index) => ({ index, embedding: vectors[text] ?? [] })).reverse();
        return { data, usage: { total_tokens: 7 } };
      },
    },
  };
  const calls = new CallGate();
  const scorer = embeddingSimilarity({ client, model: 'small', threshold: 0.9 });
  const scores = await scored(scorer, { outputs: 'the city', expectations: EXPECTED }, calls);
  expect(scores.embedding_similarity).toMatchObject({ value: 24 / 25, passed: true });
  expect(calls.usage).toEqual({ calls: 1, tokens: 7, costUsd: 0, unpriced: 1 });
  const unlike = await scored(scorer, { outputs: 'unknown', expectations: EXPECTED }, calls);
  expect(unlike.embedding_similarity?.error).toMatchObject({ code: 'VALUE_UNSUITABLE' });
});
