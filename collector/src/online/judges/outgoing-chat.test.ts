import { expect, test } from 'vitest';
import { post } from './outgoing-chat.ts';

const KEYS = { places: [{ name: 'KEY', host: 'judge.test', port: undefined }], env: { KEY: 'sk-secret' } };
const MODEL = { baseUrl: 'https://judge.test/v1', keyName: 'KEY' };

test('an endpoint that repeats the key it was sent does not show it to whoever reads why it refused', async () => {
  const text = JSON.stringify({ error: { message: 'wrong key: sk-secret, not sk-secret' } });
  const asked = post(MODEL, KEYS, async () => ({ status: 401, headers: {}, text }), { path: '/x', body: {} });

  await expect(asked).rejects.toMatchObject({ code: 'REFUSED', message: 'wrong key: [KEY], not [KEY]' });
});
