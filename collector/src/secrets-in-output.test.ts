import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { CHANGE_HEADER } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';
import { emptyFolder } from './testing/empty-folder.ts';
import { runMain } from './testing/run-main.ts';

/** Each can be searched for: it stands nowhere else. */
const KEY = 'planted-key-51d2';
const WRONG_KEY = 'planted-wrong-key-7a90';
const PROMPT = 'planted prompt 03bb';
const STORE_SECRET = 'planted-store-secret-c4e1';
const ADMIN_PASSWORD = 'planted-admin-password-2f6e';
const DATABASE_SECRET = 'planted-database-secret-88f0';
const PLANTED = /planted/;

/** A store of objects that is empty, and then fails and says in its failures what it was sent, as some do. */
async function failingStore(): Promise<{ readonly url: string; readonly fail: () => void }> {
  let isFailing = false;
  const server = createServer((request, response) => {
    request.resume();
    const sent = `${STORE_SECRET} ${request.headers.authorization ?? ''}`;
    response.writeHead(isFailing ? 403 : 200, { 'content-type': 'application/xml' });
    if (isFailing) response.end(`<Error><Code>InvalidAccessKeyId</Code><Message>${sent}</Message></Error>`);
    else response.end('<ListBucketResult></ListBucketResult>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const fail = (): void => {
    isFailing = true;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, fail };
}

test('keys, passwords and prompts stand in nothing that a collector says, whatever fails', async () => {
  const store = await failingStore();
  const main = runMain({
    TRACEWRIGHT_DATA: emptyFolder(),
    TRACEWRIGHT_API_KEY: KEY,
    TRACEWRIGHT_ADMIN_USER: 'root',
    TRACEWRIGHT_ADMIN_PASSWORD: ADMIN_PASSWORD,
    TRACEWRIGHT_BLOBS: 's3://bucket',
    AWS_ENDPOINT_URL_S3: store.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: STORE_SECRET,
  });
  const url = await main.listening();
  store.fail();
  const authorization = `Bearer ${KEY}`;
  const basic = `Basic ${Buffer.from(`ann:${WRONG_KEY}`).toString('base64')}`;
  const json = { authorization, 'content-type': 'application/json' };
  const signingIn = { 'content-type': 'application/json', [CHANGE_HEADER]: '1' };
  const signIn = (password: string): string => JSON.stringify({ name: 'root', password });
  const half = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"${PROMPT}"`;
  const answers = [
    await send('GET', '/api/v1/traces', { authorization: `Bearer ${WRONG_KEY}` }),
    await send('GET', '/api/v1/traces', { authorization: basic }),
    await send('POST', '/api/v1/auth/sign-in', signingIn, signIn(ADMIN_PASSWORD)),
    await send('POST', '/api/v1/auth/sign-in', signingIn, signIn(WRONG_KEY)),
    await send('POST', '/api/v1/auth/sign-in', signingIn, signIn(ADMIN_PASSWORD).slice(0, -1)),
    await send('POST', '/v1/traces', json, half),
    await send('POST', '/v1/traces', { ...json, 'content-encoding': 'gzip' }, gzipSync(half).subarray(0, 40)),
    await send('POST', '/v1/traces', { authorization, 'content-type': 'application/x-protobuf' }, half),
    await send('POST', '/api/v1/datasets', json, `{"name":"d","records":[{"inputs":{"q":"${PROMPT}"`),
    await send('POST', '/api/2.0/mlflow/runs/create', json, `{"experiment_id":{"x":"${PROMPT}`),
    // The store of objects fails behind these.
    await send('PUT', '/api/2.0/mlflow-artifacts/artifacts/0/prompt.txt', json, PROMPT),
    await send('GET', '/api/2.0/mlflow-artifacts/artifacts?path=0', json),
  ];
  main.kill('SIGTERM');
  const { code, stdout, stderr } = await main.ended();

  expect(code).toBe(0);
  expect(answers.map(({ status }) => status)).toEqual([
    ...[401, 401, 200, 401, 400, 400, 400, 400, 400, 400, 503, 503],
  ]);
  expect(stdout).not.toMatch(PLANTED);
  expect(stderr).not.toMatch(PLANTED);
  for (const { text } of answers) expect(text).not.toMatch(PLANTED);

  async function send(method: string, path: string, headers: Record<string, string>, body?: string | Uint8Array) {
    const answer = await fetch(url + path, { method, headers, ...(body !== undefined && { body: Buffer.from(body) }) });
    return { status: answer.status, text: await answer.text() };
  }
});

test('a database that cannot be reached is named without the password in its address', {
  tags: 'thorough',
}, async () => {
  const main = runMain({
    TRACEWRIGHT_DATA: emptyFolder(),
    TRACEWRIGHT_TRACKING_URL: `postgres://ann:${DATABASE_SECRET}@127.0.0.1:1/tracking`,
  });

  const { code, stdout, stderr } = await main.ended();

  expect(code).toBe(1);
  expect(stderr).toMatch(/^Tracewright did not start: /);
  expect(stdout + stderr).not.toMatch(PLANTED);
});

test.each([
  ['TRACEWRIGHT_BLOBS', `s3://id:${STORE_SECRET}@bucket/x?y`],
  ['TRACEWRIGHT_TRACKING_URL', `mysql://ann:${DATABASE_SECRET}@db`],
  ['TRACEWRIGHT_ALLOWED_ORIGINS', `https://ann:${DATABASE_SECRET}@example.com`],
  ['TRACEWRIGHT_OIDC_ISSUER', `ftp://ann:${DATABASE_SECRET}@example.com`],
  ['TRACEWRIGHT_API_KEY', `${KEY} with spaces`],
])('a wrong %s is named without the secret in it', (name, value) => {
  expect(() => readConfig({ [name]: value }, [])).toThrow(new RegExp(`^${name} [^]*$`));
  expect(() => readConfig({ [name]: value }, [])).not.toThrow(PLANTED);
});
