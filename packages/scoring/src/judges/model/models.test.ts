import { ChatOpenAI } from '@langchain/openai';
import { OpenAI } from 'openai';
import { expect, test } from 'vitest';
import { CallGate } from '../../calls/call-gate.ts';
import { scoreContext, scoredRow } from '../../stand-ins/scripted-model.ts';
import { judge } from '../judge.ts';
import { fakeProvider } from './fake-provider.test.support.ts';
import type { JudgeModel } from './judge-model.ts';
import { langchainModel } from './langchain-model.ts';
import { openaiModel } from './openai-model.ts';
import { readJson } from './read-json.ts';

const provider = fakeProvider();
const ANSWER = JSON.stringify({ rationale: 'Plainly.', verdict: 'yes' });
const openai = () => new OpenAI({ baseURL: provider.url, apiKey: 'none', maxRetries: 0 });
const chatOpenAI = () =>
  new ChatOpenAI({
    model: 'judge-small',
    temperature: 0,
    apiKey: 'none',
    configuration: { baseURL: provider.url },
    maxRetries: 0,
  });
const ask = (model: JudgeModel, calls?: CallGate) =>
  judge({ name: 'clear', model, instructions: 'Is {{outputs}} clear?', seed: 3 }).score(
    scoredRow(),
    scoreContext(calls),
  );

test('the openai SDK is asked for structured output at temperature 0, and its usage is counted', async () => {
  provider.behave(() => ANSWER);
  const calls = new CallGate();

  expect(await ask(openaiModel(openai(), { model: 'judge-small' }), calls)).toEqual([
    { value: 'yes', passed: true, rationale: 'Plainly.' },
  ]);

  expect(provider.bodies).toMatchObject([
    {
      model: 'judge-small',
      temperature: 0,
      seed: 3,
      response_format: { type: 'json_schema', json_schema: { name: 'clear', strict: true } },
    },
  ]);
  expect(calls.usage).toMatchObject({ calls: 1, tokens: 48 });
});

test('a provider that refuses what it does not know is asked without it, from then on at once', async () => {
  provider.behave((body) => {
    const refusal = (param: string) => ({ status: 400, error: { message: `Unsupported value: '${param}'`, param } });
    if (body.temperature !== undefined) return refusal('temperature');
    if (body.seed !== undefined) return refusal('seed');
    if (body.response_format !== undefined) return refusal('response_format');
    return `Of course:\n\`\`\`json\n${ANSWER}\n\`\`\``;
  });
  const model = openaiModel(openai(), { model: 'judge-small' });

  expect(await ask(model)).toMatchObject([{ value: 'yes' }]);
  expect(provider.bodies.map((body) => body.response_format?.type)).toEqual([
    'json_schema',
    'json_schema',
    'json_schema',
    'json_object',
    undefined,
  ]);
  expect(provider.bodies.at(-1)?.messages[0]?.content).toContain('"enum":["yes","no"]');

  provider.bodies.length = 0;
  expect(await ask(model)).toMatchObject([{ value: 'yes' }]);
  expect(provider.bodies).toHaveLength(1);
});

test('what a provider refuses in several rows at once is left out, and nothing else', async () => {
  provider.behave((body) => {
    const refusal = (param: string) => ({ status: 400, error: { message: `Unsupported value: '${param}'`, param } });
    if (body.temperature !== undefined) return refusal('temperature');
    return body.response_format?.type === 'json_schema' ? refusal('response_format') : ANSWER;
  });
  const model = openaiModel(openai(), { model: 'judge-small' });

  const scores = await Promise.all([ask(model), ask(model), ask(model), ask(model)]);

  expect(scores.flat().map(({ value }) => value)).toEqual(['yes', 'yes', 'yes', 'yes']);
  expect(provider.bodies.at(-1)?.response_format?.type).toBe('json_object');
});

test('other refusals are the errors that they are', async () => {
  provider.behave(() => ({
    status: 400,
    error: { message: 'The material is too long.', code: 'context_length_exceeded' },
  }));

  await expect(ask(openaiModel(openai(), { model: 'judge-small' }))).rejects.toMatchObject({
    status: 400,
    code: 'context_length_exceeded',
  });
  expect(provider.bodies).toHaveLength(1);
});

test('a chat model of LangChain is asked by withStructuredOutput, or in words', async () => {
  provider.behave(() => ANSWER);
  const calls = new CallGate();

  expect(await ask(langchainModel(chatOpenAI()), calls)).toMatchObject([{ value: 'yes', rationale: 'Plainly.' }]);
  expect(await ask(langchainModel(chatOpenAI(), { structuredOutput: false }), calls)).toMatchObject([{ value: 'yes' }]);

  const [structured, plain] = provider.bodies;
  expect(structured).toMatchObject({ temperature: 0, response_format: { type: 'json_schema' } });
  expect(plain?.response_format).toBeUndefined();
  expect(plain?.messages[0]?.content).toContain('"enum":["yes","no"]');
  expect(calls.usage).toMatchObject({ calls: 2, tokens: 96 });
  expect(langchainModel(chatOpenAI())).toMatchObject({ name: 'judge-small', settings: { temperature: 0 } });
});

test('an answer through LangChain that does not fit the schema is no score either', async () => {
  provider.behave(() => JSON.stringify({ verdict: 'perhaps' }));

  await expect(ask(langchainModel(chatOpenAI()))).rejects.toMatchObject({ code: 'JUDGE_ANSWER_INVALID' });
  expect(provider.bodies).toHaveLength(2);
});

test('JSON is found alone, in a fence and between words, and nowhere else', () => {
  expect(readJson('{"a":1}')).toEqual({ a: 1 });
  expect(readJson('Here:\n```json\n{"a":1}\n```\nDone.')).toEqual({ a: 1 });
  expect(readJson('I say {"a":{"b":2}}, as asked.')).toEqual({ a: { b: 2 } });
  expect([readJson('no'), readJson('{"a":1} or {"a":2}'), readJson('')]).toEqual([undefined, undefined, undefined]);
});
