import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { overriding } from '../../overriding.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import { DiskBlobStore } from '../../storage/blobs/disk/disk-blob-store.ts';
import { emptyFolder } from '../../testing/empty-folder.ts';
import { mlflowApp } from './mlflow-app.test.support.ts';

const PROXY = '/api/2.0/mlflow-artifacts';

test('a file is uploaded, listed, downloaded and deleted', async () => {
  const { ask, fetch } = await mlflowApp();
  const uploaded = await fetch(`${PROXY}/artifacts/1/run/artifacts/notes/a%20b.txt`, { method: 'PUT', body: 'hello' });
  expect(uploaded.status).toBe(200);
  await ask('PUT', `${PROXY}/artifacts/1/run/artifacts/model.bin`, { body: new Uint8Array([1, 2, 3]) });

  expect((await ask('GET', `${PROXY}/artifacts?path=1/run/artifacts`)).body).toEqual({
    files: [
      { path: 'model.bin', is_dir: false, file_size: 3 },
      { path: 'notes', is_dir: true },
    ],
  });
  const downloaded = await fetch(`${PROXY}/artifacts/1/run/artifacts/notes/a%20b.txt`);
  expect(await downloaded.text()).toBe('hello');
  expect(Object.fromEntries(downloaded.headers)).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-length': '5',
    'content-disposition': "attachment; filename*=UTF-8''a%20b.txt",
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  });

  expect(await ask('DELETE', `${PROXY}/artifacts/1/run/artifacts/notes`)).toEqual({ status: 200, body: {} });
  expect((await ask('GET', `${PROXY}/artifacts?path=1/run/artifacts/`)).body.files).toHaveLength(1);
  expect((await ask('GET', `${PROXY}/artifacts?path=none`)).body).toEqual({ files: [] });
});

test('the same is there under /ajax-api', async () => {
  const { ask, fetch } = await mlflowApp();
  await ask('PUT', '/ajax-api/2.0/mlflow-artifacts/artifacts/a.json', { body: '{}' });
  expect((await fetch(`${PROXY}/artifacts/a.json`)).headers.get('content-type')).toMatch('application/json');
});

test('what is not there is a failure in JSON', async () => {
  const { ask } = await mlflowApp();
  await ask('PUT', `${PROXY}/artifacts/folder/a`, { body: 'x' });
  expect(await ask('GET', `${PROXY}/artifacts/none`)).toEqual({
    status: 404,
    body: { error_code: 'RESOURCE_DOES_NOT_EXIST', message: "No such artifact: 'none'" },
  });
  expect(await ask('GET', `${PROXY}/artifacts/folder`)).toEqual({
    status: 400,
    body: {
      error_code: 'INVALID_PARAMETER_VALUE',
      message: "Artifact path refers to a directory, not a file: 'folder'",
    },
  });
  expect(await ask('DELETE', `${PROXY}/artifacts/none`)).toEqual({ status: 200, body: {} });
});

test.each([
  'artifacts/%2e%2e%2fsecret',
  'artifacts/a/%2e%2e/%2e%2e%2fsecret',
  'artifacts/%252e%252e%252fsecret',
  'artifacts/%2fetc%2fpasswd',
  'artifacts/a%00b',
  'artifacts/a%5c..%5cb',
  'artifacts/%ff',
  'artifacts/C:%2fa',
  'artifacts/',
])('%s leads nowhere', async (path) => {
  const { ask } = await mlflowApp();
  for (const [method, body] of [
    ['PUT', 'x'],
    ['DELETE', undefined],
  ] as const) {
    expect(await ask(method, `${PROXY}/${path}`, body === undefined ? {} : { body })).toEqual({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' },
    });
  }
});

test('a part of a file is downloaded', async () => {
  const { ask, fetch } = await mlflowApp();
  await ask('PUT', `${PROXY}/artifacts/digits`, { body: '0123456789' });
  const part = async (range: string): Promise<string> => {
    const answer = await fetch(`${PROXY}/artifacts/digits`, { headers: { range } });
    return `${answer.status} ${answer.headers.get('content-range')} ${await answer.text()}`;
  };
  expect(await part('bytes=2-4')).toBe('206 bytes 2-4/10 234');
  expect(await part('bytes=8-')).toBe('206 bytes 8-9/10 89');
  expect(await part('bytes=-3')).toBe('206 bytes 7-9/10 789');
  expect(await part('bytes=0-0,2-3')).toBe('200 null 0123456789');
  expect(await part('bytes=5-2')).toBe('200 null 0123456789');
  const behind = await fetch(`${PROXY}/artifacts/digits`, { headers: { range: 'bytes=10-' } });
  expect([behind.status, behind.headers.get('content-range')]).toEqual([416, 'bytes */10']);
  expect(await behind.json()).toMatchObject({ error_code: 'RANGE_NOT_SATISFIABLE' });
});

test('HEAD says how large a file is without opening it', async () => {
  const { ask, fetch } = await mlflowApp();
  await ask('PUT', `${PROXY}/artifacts/digits`, { body: '0123456789' });
  const head = await fetch(`${PROXY}/artifacts/digits`, { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe('10');
  expect(await head.text()).toBe('');
});

test('a page that was uploaded is never shown as one of ours', async () => {
  const { ask, fetch } = await mlflowApp();
  await ask('PUT', `${PROXY}/artifacts/x.html`, { body: '<script>alert(1)</script>' });
  const { headers } = await fetch(`${PROXY}/artifacts/x.html`);
  expect(headers.get('content-disposition')).toMatch(/^attachment/);
  expect(headers.get('content-security-policy')).toMatch(/^sandbox;/);
});

test('content with another hash than its sender says is refused, and not stored', async () => {
  const { ask, blobs } = await mlflowApp();
  const headers = { 'repr-digest': 'sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:' };
  const refused = await ask('PUT', `${PROXY}/artifacts/a`, { body: 'hallo', headers });
  expect(refused.body.message).toMatch(/^the content has the SHA-256 hash d3751d33/);
  expect(await blobs.list('default', '')).toEqual([]);
  expect((await ask('PUT', `${PROXY}/artifacts/a`, { body: 'hello', headers })).status).toBe(200);
});

test('an upload that breaks off leaves nothing', async () => {
  const { fetch, blobs } = await mlflowApp();
  const body = new ReadableStream({
    pull: (controller) => controller.error(new Error('cut')),
    start: (controller) => controller.enqueue(new Uint8Array([1])),
  });
  const answer = await fetch(`${PROXY}/artifacts/a`, { method: 'PUT', body, duplex: 'half' } as RequestInit);
  expect(answer.status).toBe(400);
  expect(await blobs.list('default', '')).toEqual([]);
});

function post(path: string, body: unknown): [string, string, RequestInit] {
  return ['POST', `${PROXY}/${path}`, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }];
}

test('a large file comes in parts, in any order, and is there once it is completed', async () => {
  const { ask, fetch, blobs } = await mlflowApp();
  const headers = { 'content-type': 'application/json', authorization: 'Bearer key' };
  const created = await ask('POST', `${PROXY}/mpu/create/1/run/artifacts`, {
    headers,
    body: JSON.stringify({ path: '/home/me/model.bin', num_parts: 2 }),
  });
  expect(created.body).toEqual({
    upload_id: 'upload-1',
    credentials: [1, 2].map((number) => ({
      url: `http://localhost${PROXY}/mpu/parts/upload-1/${number}`,
      part_number: number,
      headers: { authorization: 'Bearer key' },
    })),
  });
  for (const [number, body] of [
    [2, 'world'],
    [1, 'hello '],
  ] as const) {
    const answer = await fetch(created.body.credentials[number - 1].url, { method: 'PUT', body });
    expect(answer.headers.get('etag')).toBe(`"${number}-${body.length}"`);
  }
  expect(await blobs.list('default', '')).toEqual([]);
  const parts = [1, 2].map((number) => ({ part_number: number, etag: null, url: 'x' }));
  const complete = post('mpu/complete/1/run/artifacts', { path: '/home/me/model.bin', upload_id: 'upload-1', parts });
  expect(await ask(...complete)).toEqual({ status: 200, body: {} });
  expect(await (await fetch(`${PROXY}/artifacts/1/run/artifacts/model.bin`)).text()).toBe('hello world');
  expect((await ask(...complete)).status).toBe(404);
});

test('an upload is completed with all its parts, for its own path, and not once it is aborted', async () => {
  const { ask, blobs } = await mlflowApp();
  await ask(...post('mpu/create/1', { path: 'a', num_parts: 1 }));
  const refusal = async (path: string, body: object): Promise<unknown> => (await ask(...post(path, body))).status;
  const upload = { path: 'a', upload_id: 'upload-1' };
  expect(await refusal('mpu/complete/1', { ...upload, parts: [] })).toBe(400);
  expect(await refusal('mpu/complete/1', { ...upload, parts: [{ part_number: 1 }] })).toBe(400);
  await ask('PUT', `${PROXY}/mpu/parts/upload-1/1`, { body: 'x' });
  expect(await refusal('mpu/complete/2', { ...upload, parts: [{ part_number: 1 }] })).toBe(400);
  expect((await ask('PUT', `${PROXY}/mpu/parts/upload-1/0`, { body: 'x' })).status).toBe(400);
  expect((await ask('PUT', `${PROXY}/mpu/parts/other/1`, { body: 'x' })).status).toBe(404);
  expect(await refusal('mpu/create/1', { path: 'a', num_parts: 10_001 })).toBe(400);
  expect(await refusal('mpu/create/..%2f..', { path: 'a', num_parts: 1 })).toBe(400);
  expect(await ask(...post('mpu/abort/1', upload))).toEqual({ status: 200, body: {} });
  expect(await ask(...post('mpu/abort/1', upload))).toEqual({ status: 200, body: {} });
  expect(await refusal('mpu/complete/1', { ...upload, parts: [{ part_number: 1 }] })).toBe(404);
  expect(await blobs.list('default', '')).toEqual([]);
});

test('a download in parts is given an address, which takes ranges', async () => {
  const { ask } = await mlflowApp();
  await ask('PUT', `${PROXY}/artifacts/1/a%20b`, { body: 'hello' });
  expect((await ask('GET', `${PROXY}/presigned/1/a%20b`)).body).toEqual({
    url: `http://localhost${PROXY}/artifacts/1/a%20b`,
    headers: {},
    file_size: 5,
  });
  expect((await ask('GET', `${PROXY}/presigned/1`)).status).toBe(404);
});

test('the number of parts may be a text, as protobuf writes large integers', async () => {
  const { ask } = await mlflowApp();
  const create = (numParts: unknown) =>
    ask('POST', '/api/2.0/mlflow-artifacts/mpu/create/0/run/artifacts', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ path: 'model.bin', num_parts: numParts }),
    });
  expect((await create('2')).body.credentials).toHaveLength(2);
  expect((await create('two')).status).toBe(400);
});

test.each(['GET', 'PUT', 'DELETE'])(
  '%s follows no link that somebody has put among the files of a run',
  async (method) => {
    const { ask, folder } = await mlflowApp();
    const outside = emptyFolder();
    writeFileSync(join(outside, 'secret'), 'secret');
    mkdirSync(join(folder, 'default/1/run/artifacts'), { recursive: true });
    symlinkSync(outside, join(folder, 'default/1/run/artifacts/folder'));
    symlinkSync(join(outside, 'secret'), join(folder, 'default/1/run/artifacts/file'));
    for (const path of ['folder/secret', 'folder', 'file']) {
      const body = method === 'PUT' ? { body: 'x' } : {};
      const answer = await ask(method, `${PROXY}/artifacts/1/run/artifacts/${path}`, body);
      expect([path, answer.status, answer.body.message]).toEqual([path, 400, 'Invalid path']);
    }
    expect((await ask('GET', `${PROXY}/artifacts?path=1/run/artifacts`)).body).toEqual({ files: [] });
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  },
);

test('where files have addresses of their own, programs and downloads are sent there, pages are not', async () => {
  const disk = new DiskBlobStore(emptyFolder());
  const directUrl = async (workspaceId: string, path: string): Promise<string> =>
    `https://bucket.example/${workspaceId}/${path}?signed`;
  const { fetch, ask } = await mlflowApp({ blobs: overriding<BlobStore>(disk, { directUrl }) });
  await ask('PUT', `${PROXY}/artifacts/1/a.txt`, { body: 'hello' });
  const get = (mode?: string) =>
    fetch(`${PROXY}/artifacts/1/a.txt`, mode === undefined ? {} : { headers: { 'sec-fetch-mode': mode } });
  for (const mode of [undefined, 'navigate']) {
    const answer = await get(mode);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      'https://bucket.example/default/1/a.txt?signed',
    ]);
  }
  expect(await (await get('cors')).text()).toBe('hello');
  expect((await ask('GET', `${PROXY}/presigned/1/a.txt`)).body).toEqual({
    url: 'https://bucket.example/default/1/a.txt?signed',
    headers: {},
    file_size: 5,
  });
  expect((await fetch(`${PROXY}/artifacts/1/none`)).status).toBe(404);
});
