import { autolog } from '@tracewright/autolog';
import { TracewrightClient } from '@tracewright/client';
import { INSTANT, startModelServer } from '@tracewright/example-model-server';
import { expect, onTestFinished, test } from 'vitest';
import { collectorOn, emptyFolder } from '../run-command.test.support.ts';
import { serveModel } from './serve-model.ts';
import { JSON_TYPE } from './served-model.test.support.ts';

/** A collector with a model in Production, and that model served. */
async function served() {
  const models = await startModelServer({ pace: INSTANT });
  onTestFinished(() => models.close());
  const collector = await collectorOn(emptyFolder());
  const client = new TracewrightClient({ url: collector.url });
  await client.prompts.register({ name: 'help', template: 'Answer as a shop: {{question}}' });
  const { version } = await client.apps.log(
    {
      name: 'support-bot',
      prompt: 'prompts:/help/1',
      model: { provider: 'openai', name: 'demo-small', baseUrl: models.url },
      parameters: { temperature: 0 },
      module: `
        export const prepare = ({ question }) => ({ question: question + ' (order 7)' });
        export const postprocess = (answer, { values }) => ({ answer, asked: values.question });`,
    },
    { registeredModelName: 'bot' },
  );
  await client.models.transitionStage('bot', version?.version ?? 0, 'Production');
  const model = await serveModel('models:/bot/Production', { client, concurrency: 2, waiting: 3 });
  onTestFinished(() => model.close());
  const call = async (body: unknown, headers: Record<string, string> = JSON_TYPE) => {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${model.url}/invocations`, { method: 'POST', headers, body: sent });
    return { status: response.status, body: await response.text() };
  };
  return { models, collector, client, model, call };
}

test('a served model answers as the scoring server of MLflow does, and each call is a trace of its version', async () => {
  const { collector, model, call } = await served();
  const tracing = autolog({ endpoint: collector.url, openai: false, langchain: false });
  onTestFinished(() => tracing.shutdown());
  for (const path of ['/ping', '/health']) expect((await fetch(model.url + path)).status).toBe(200);
  expect(await (await fetch(`${model.url}/version`)).text()).toBe('3.17.2');

  const asked = async (body: unknown) => {
    const answer = await call(body);
    expect(answer.status, answer.body).toBe(200);
    const { predictions } = JSON.parse(answer.body) as { predictions: { answer: string; asked: string }[] };
    for (const each of predictions) expect(each.answer).not.toBe('');
    return predictions.map((each) => each.asked);
  };
  expect(await asked({ dataframe_records: [{ question: 'a' }, { question: 'b' }] })).toEqual([
    'a (order 7)',
    'b (order 7)',
  ]);
  expect(await asked({ dataframe_split: { columns: ['question'], data: [['c']] } })).toEqual(['c (order 7)']);
  expect(await asked({ inputs: { question: ['d', 'e'] }, params: { max_tokens: 5 } })).toEqual([
    'd (order 7)',
    'e (order 7)',
  ]);
  expect(await asked({ inputs: ['f'] })).toEqual(['f (order 7)']);
  const table = await call('question\n"g, or h"\n', { 'content-type': 'text/csv; charset=utf-8' });
  expect(JSON.parse(table.body)).toMatchObject({ predictions: [{ asked: 'g, or h (order 7)' }] });

  await tracing.flush();
  const list = await fetch(
    `${collector.url}/api/v1/traces?${new URLSearchParams({ filter: "metadata.model = 'models:/bot/1'" })}`,
  );
  const { items } = (await list.json()) as { items: { name: string; inputTokens: number }[] };
  expect(items.map(({ name }) => name)).toEqual(Array.from({ length: 7 }, () => 'support-bot'));
  const byPrompt = new URLSearchParams({
    filter: "attributes.gen_ai.prompt.version = '1' AND metadata.model_version = '1' AND model = 'demo-small'",
  });
  expect(await (await fetch(`${collector.url}/api/v1/traces?${byPrompt}`)).json()).toMatchObject({ total: 7 });
});

test('a conversation is answered in the form of OpenAI, at once or as it comes', async () => {
  const { call, client, models } = await served();
  const messages = [{ role: 'user', content: 'How long may I return it?' }];
  const whole = JSON.parse((await call({ messages })).body) as {
    choices: { message: { content: string } }[];
    usage: { total_tokens: number };
  };
  expect(JSON.parse(whole.choices[0]!.message.content)).toMatchObject({ asked: 'How long may I return it? (order 7)' });
  expect(whole.usage.total_tokens).toBeGreaterThan(0);
  const streamed = await call({ messages, stream: true });
  const events = streamed.body.trim().split('\n\n');
  expect(events.at(-1)).toBe('data: [DONE]');
  const pieces = events.slice(0, -1).map((event) => JSON.parse(event.slice('data: '.length)));
  expect(pieces.map(({ choices: [{ delta }] }) => delta.content ?? '').join('')).toContain('(order 7)');
  expect(pieces.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: whole.usage });

  // Where nothing is made of the answer, it goes on as it comes.
  const { uri } = await client.apps.log({
    name: 'plain',
    prompt: 'prompts:/help/1',
    model: { provider: 'openai', name: 'demo-small' },
  });
  const plain = await serveModel(uri, { client, baseUrl: models.url, modelApiKey: 'none' });
  onTestFinished(() => plain.close());
  const response = await fetch(`${plain.url}/invocations`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ messages, stream: true }),
  });
  const parts = (await response.text()).match(/"content":"/g) ?? [];
  expect(parts.length).toBeGreaterThan(3);
});

test('calls that cannot be answered are refused with the reason', async () => {
  const { model, call } = await served();
  const codeOf = async (body: unknown) => {
    const answer = await call(body);
    const { error_code: code, message } = JSON.parse(answer.body) as { error_code: string; message: string };
    return [answer.status, code, message];
  };
  const wanted = /^The input must be a JSON dictionary with exactly one of the input fields/;
  for (const body of [{}, [], { inputs: ['a'], instances: ['a'] }, 3]) {
    expect(await codeOf(body)).toEqual([400, 'BAD_REQUEST', expect.stringMatching(wanted)]);
  }
  for (const [body, message] of [
    ['{', 'Ensure that input is a valid JSON formatted string.'],
    [{ dataframe_split: { columns: ['a'] } }, "dataframe_split must have 'columns'"],
    [{ dataframe_records: ['a'] }, 'dataframe_records must be a list of JSON dictionaries'],
    [{ messages: [{ role: 'user' }] }, 'messages[0] must have a role and a content'],
    [{ inputs: ['a'], params: 3 }, 'params must be a JSON dictionary'],
  ] as const) {
    expect(await codeOf(body)).toEqual([400, 'BAD_REQUEST', expect.stringContaining(message)]);
  }
  expect(await call('a,b\n1', { 'content-type': 'text/csv' })).toMatchObject({
    status: 400,
    body: expect.stringContaining('line 2 of the comma-separated values'),
  });
  expect((await call('a', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await call({ inputs: ['a'] }, { ...JSON_TYPE, origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await fetch(`${model.url}/nothing`)).status).toBe(404);
});
