import { expect, test } from 'vitest';
import { clientOfNewServer } from './testing/with-server.ts';

test('texts with words in common are nearer to each other than others', async () => {
  const openai = await clientOfNewServer();

  const { data, usage } = await openai.embeddings.create({
    model: 'demo-embedding',
    input: ['How do I return a parcel?', 'Parcels can be returned within thirty days', 'Rye bread costs four euros'],
  });
  const [question, near, far] = data.map(({ embedding }) => embedding);

  expect(question).toHaveLength(256);
  expect(dot(question!, question!)).toBeCloseTo(1);
  expect(dot(question!, near!)).toBeGreaterThan(dot(question!, far!) + 0.2);
  expect(usage).toEqual({ prompt_tokens: 22, total_tokens: 22 });
});

test('numbers are the same, sent as numbers or as bytes, and as many as asked for', async () => {
  const openai = await clientOfNewServer();
  const request = { model: 'demo-embedding', input: 'rye bread', dimensions: 8 };

  const bytes = await openai.embeddings.create(request);
  const numbers = await openai.embeddings.create({ ...request, encoding_format: 'float' });

  expect(bytes.data[0]?.embedding).toEqual(numbers.data[0]?.embedding);
  expect(numbers.data[0]?.embedding).toHaveLength(8);
});

test.each([
  ['input', {}],
  ['input', { input: [] }],
  ['input[1]', { input: ['a', ''] }],
  ['dimensions', { input: 'a', dimensions: 0 }],
  ['encoding_format', { input: 'a', encoding_format: 'hex' }],
])('refused, naming the field: %s', async (param, body) => {
  const openai = await clientOfNewServer();

  await expect(openai.post('/embeddings', { body: { model: 'demo-embedding', ...body } })).rejects.toMatchObject({
    status: 400,
    param,
  });
});

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}
