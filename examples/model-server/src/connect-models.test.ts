import { expect, onTestFinished, test } from 'vitest';
import { connectModels, DEMO_PRICES } from './connect-models.ts';

test('without a key a stand-in answers, and its prices are made up', async () => {
  const models = await connectModels({});
  onTestFinished(() => models.close());

  expect(models).toMatchObject({ chatModel: 'demo-small', prices: DEMO_PRICES });
  expect((await fetch(`${models.client.baseURL}/models`)).headers.get('server')).toBe('tracewright-stand-in');
});

test('with a key the real provider is used, with no made-up price', async () => {
  expect(await connectModels({ OPENAI_API_KEY: 'sk-test', OPENAI_MODEL: 'gpt-4.1' })).toMatchObject({
    client: { apiKey: 'sk-test', baseURL: 'https://api.openai.com/v1' },
    chatModel: 'gpt-4.1',
    busyModel: 'gpt-4.1',
    prices: [],
  });
});

test('a server of one’s own needs no key', async () => {
  const env = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1', OPENAI_MODEL: 'llama3.2' };

  expect((await connectModels(env)).client).toEqual({ apiKey: 'none', baseURL: 'http://127.0.0.1:11434/v1' });
});
