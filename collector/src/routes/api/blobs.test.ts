import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DiskBlobStore } from '../../storage/blobs/disk/disk-blob-store.ts';
import { TracePayloads } from '../../storage/blobs/trace-payloads.ts';
import { emptyFolder } from '../../testing/empty-folder.ts';
import { traceId } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

const CONTENT = '{"role":"user","content":"a very long prompt"}';
const HASH = createHash('sha256').update(CONTENT).digest('hex');
const PATH = `/api/v1/blobs/${HASH}`;

function app() {
  return testApp({ api: { payloads: new TracePayloads(new DiskBlobStore(join(emptyFolder(), 'blobs'))) } });
}

test('a content is kept under its hash and comes back as an attachment that no browser shows', async () => {
  const { request } = app();
  const put = await request(`${PATH}?trace=${traceId(1)}`, { method: 'PUT', body: CONTENT });
  expect([put.status, await put.json()]).toEqual([200, { sha256: HASH, sizeBytes: CONTENT.length }]);
  const got = await request(PATH.toUpperCase().replace('/API/V1/BLOBS', '/api/v1/blobs'));
  expect(await got.text()).toBe(CONTENT);
  expect(Object.fromEntries(got.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  });
});

test.each([
  ['another content', `${PATH}?trace=${traceId(1)}`, 'another', 400],
  ['no trace', PATH, CONTENT, 400],
  ['something that is no hash', `/api/v1/blobs/..%2f..%2fetc?trace=${traceId(1)}`, CONTENT, 400],
  ['a short hash', `/api/v1/blobs/abc?trace=${traceId(1)}`, CONTENT, 400],
])('%s is refused, and nothing is kept', async (_, path, body, status) => {
  const { request } = app();
  expect((await request(path, { method: 'PUT', body })).status).toBe(status);
  expect((await request(PATH)).status).toBe(404);
});
