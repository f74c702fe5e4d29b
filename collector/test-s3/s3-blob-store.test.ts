import { randomBytes } from 'node:crypto';
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mlflowApp } from '../src/routes/mlflow/mlflow-app.test.support.ts';
import { blobStoreContract, pieces, textAt } from '../src/storage/blobs/blob-store.contract.ts';
import { MultipartUploads } from '../src/storage/blobs/multipart-uploads.ts';
import { openS3BlobStore } from '../src/storage/blobs/s3/open-s3-blob-store.ts';
import { S3BlobStore } from '../src/storage/blobs/s3/s3-blob-store.ts';
import { TracePayloads } from '../src/storage/blobs/trace-payloads.ts';
import { openS3Server, type S3Server } from './s3-server.test.support.ts';

const MIB = 1_024 * 1_024;
const HELLO_SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

const server = await openS3Server();

describe.skipIf(server === undefined)('on a real server', () => {
  let s3: S3Server;
  let bucket: string;
  let places = 0;
  beforeAll(async () => {
    s3 = server!;
    bucket = await s3.createBucket();
  });
  afterAll(() => server?.stop());

  /** An empty part of the bucket. */
  const place = () => ({ client: s3.client, bucket, prefix: `tests/${++places}/` });
  const open = (): S3BlobStore => new S3BlobStore(place());
  const unfinished = async (prefix: string) =>
    (await s3.client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }))).Uploads ?? [];

  blobStoreContract(open);

  test('a file of many parts comes back whole and in ranges over their borders, of more memory than it takes', async () => {
    const store = open();
    const piece = randomBytes(MIB);
    let count = 0;
    async function* content(): AsyncGenerator<Uint8Array> {
      for (count = 0; count < 41; count++) yield Buffer.concat([piece.subarray(count), piece.subarray(0, count)]);
    }
    expect(await store.put('default', 'large', content())).toBe(41 * MIB);
    let at = 0;
    for await (const part of (await store.read('default', 'large'))!.stream) {
      for (let from = 0; from < part.byteLength; ) {
        const round = Math.floor(at / MIB);
        const length = Math.min(part.byteLength - from, (round + 1) * MIB - at);
        const expected = Buffer.concat([piece.subarray(round), piece.subarray(0, round)]);
        const inRound = at - round * MIB;
        expect(expected.subarray(inRound, inRound + length).equals(part.subarray(from, from + length))).toBe(true);
        from += length;
        at += length;
      }
    }
    expect(at).toBe(41 * MIB);
    const range = await store.read('default', 'large', { first: 8 * MIB - 2, last: 8 * MIB + 1 });
    expect(range?.sizeBytes).toBe(41 * MIB);
    const expected = [piece[5], piece[6], piece[8], piece[9]];
    expect([...new Uint8Array(await new Response(range!.stream).arrayBuffer())]).toEqual(expected);
  });

  test('downloads that nobody goes on reading hold up other downloads, and nothing else', async () => {
    const credentials = s3.credentials && { credentials: s3.credentials };
    const location = { bucket, prefix: `tests/${++places}/` };
    const options = { endpoint: s3.endpoint, hasLinks: false, maxDownloads: 2, ...credentials, location };
    const store = await openS3BlobStore(options);
    async function* content(): AsyncGenerator<Uint8Array> {
      for (let round = 0; round < 20; round++) yield Buffer.alloc(MIB, round);
    }
    await store.put('default', 'large', content());
    const [one, two] = await Promise.all([store.read('default', 'large'), store.read('default', 'large')]);
    let hasThird = false;
    const third = store.read('default', 'large').then((read) => {
      hasThird = true;
      return read;
    });
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.put('default', `small/${index}`, pieces('x'))));
    expect(await store.list('default', 'small')).toHaveLength(20);
    expect(hasThird).toBe(false);
    await one!.stream.cancel();
    await (await third)!.stream.cancel();
    await two!.stream.cancel();
  });

  test('a large upload that breaks off leaves no parts that would be paid for', async () => {
    const at = place();
    const store = new S3BlobStore(at);
    async function* broken(): AsyncGenerator<Uint8Array> {
      for (let round = 0; round < 20; round++) yield Buffer.alloc(MIB, round);
      throw new Error('the connection was cut');
    }
    await expect(store.put('default', 'large', broken())).rejects.toThrow('the connection was cut');
    expect(await store.stat('default', 'large')).toBeUndefined();
    expect(await unfinished(at.prefix)).toEqual([]);
  });

  test('uploads that a process has left behind are taken back a day later, and none before', async () => {
    const at = place();
    await s3.client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: `${at.prefix}default/left` }));
    await new S3BlobStore(at).removeUnfinished();
    expect(await unfinished(at.prefix)).toHaveLength(1);
    await new S3BlobStore(at, { nowMs: () => Date.now() + 25 * 3_600_000 }).removeUnfinished();
    expect(await unfinished(at.prefix)).toEqual([]);
  });

  test('a folder of more files than a listing has at once is listed and deleted whole', async () => {
    const at = place();
    const store = new S3BlobStore(at);
    const names = Array.from({ length: 1_003 }, (_, index) => `f${String(index).padStart(4, '0')}`);
    for (let from = 0; from < names.length; from += 50) {
      const put = (name: string) =>
        s3.client.send(new PutObjectCommand({ Bucket: bucket, Key: `${at.prefix}default/many/${name}`, Body: 'x' }));
      await Promise.all(names.slice(from, from + 50).map(put));
    }
    expect((await store.list('default', 'many')).map(({ path }) => path)).toEqual(names.map((name) => `many/${name}`));
    expect(await store.delete('default', 'many')).toBe(true);
    expect(await store.list('default', '')).toEqual([]);
  });

  test('a path that is longer than a key may be is refused', async () => {
    const long = Array.from({ length: 10 }, () => 'x'.repeat(110)).join('/');
    await expect(open().put('default', long, pieces('x'))).rejects.toMatchObject({ message: 'Invalid path' });
  });

  test('contents of spans are kept once, and go with their last trace', async () => {
    const payloads = new TracePayloads(open());
    for (const trace of ['a', 'b']) await payloads.put('default', trace, HELLO_SHA256, pieces('hello'));
    await payloads.deleteTraces('default', ['a']);
    expect(await new Response((await payloads.read('default', HELLO_SHA256))?.stream).text()).toBe('hello');
    const traces = [];
    for await (const { traceId } of payloads.traces('default')) traces.push(traceId);
    expect(traces).toEqual(['b']);
    await payloads.deleteTraces('default', ['b']);
    expect(await payloads.read('default', HELLO_SHA256)).toBeUndefined();
    await expect(payloads.put('default', 'c', HELLO_SHA256, pieces('hallo'))).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
  });

  test('an upload in parts is put together, and one that nobody goes on with is forgotten', async () => {
    const store = open();
    const uploads = new MultipartUploads(store, () => 'u1');
    await uploads.create('default', 'r/whole');
    for (const [number, text] of [
      [2, 'lo'],
      [1, 'hel'],
    ] as const) {
      await uploads.putPart('default', 'u1', number, pieces(text));
    }
    await uploads.complete('default', 'r/whole', 'u1', [1, 2]);
    expect(await textAt(store, 'r/whole')).toBe('hello');
    await uploads.create('default', 'r/other');
    await uploads.removeUnfinished('default', Date.now() - 3_600_000);
    await uploads.putPart('default', 'u1', 1, pieces('x'));
    await uploads.removeUnfinished('default', Date.now() + 3_600_000);
    await expect(uploads.putPart('default', 'u1', 1, pieces('x'))).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  describe('through MLflow’s interface', () => {
    const FILE = '/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/model.bin';

    test('files are stored, listed, read in ranges and deleted', async () => {
      const { fetch } = await mlflowApp({ blobs: open() });
      expect((await fetch(FILE, { method: 'PUT', body: '0123456789' })).status).toBe(200);
      const listed = await fetch('/api/2.0/mlflow-artifacts/artifacts?path=1/run/artifacts');
      expect(await listed.json()).toEqual({ files: [{ path: 'model.bin', is_dir: false, file_size: 10 }] });
      const part = await fetch(FILE, { headers: { range: 'bytes=3-5' } });
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 3-5/10', '345']);
      expect((await fetch(FILE, { headers: { range: 'bytes=99-' } })).status).toBe(416);
      expect((await fetch(FILE, { method: 'DELETE' })).status).toBe(200);
      expect((await fetch(FILE)).status).toBe(404);
    });

    test('who can follow is sent to the bucket, where the file is an attachment; a page is served from here', async () => {
      const { fetch: ask } = await mlflowApp({ blobs: new S3BlobStore(place(), { hasLinks: true }) });
      await ask(FILE, { method: 'PUT', body: 'hello' });
      const sent = await ask(FILE);
      expect(sent.status).toBe(302);
      const direct = await fetch(sent.headers.get('location')!);
      expect(await direct.text()).toBe('hello');
      expect(direct.headers.get('content-disposition')).toContain('attachment');
      const served = await ask(FILE, { headers: { 'sec-fetch-mode': 'cors' } });
      expect([served.status, await served.text()]).toEqual([200, 'hello']);
      const presigned = await ask('/api/2.0/mlflow-artifacts/presigned/1/run/artifacts/model.bin');
      const { url, file_size } = (await presigned.json()) as { readonly url: string; readonly file_size: number };
      expect([await (await fetch(url)).text(), file_size]).toEqual(['hello', 5]);
      expect((await ask(`${FILE}.none`)).status).toBe(404);
    });
  });

  test('who may not come in is told so at once, and so is who names a bucket that is not there', async () => {
    const options = { endpoint: s3.endpoint, hasLinks: false };
    const known = s3.credentials?.accessKeyId ?? process.env.AWS_ACCESS_KEY_ID;
    const wrong = { accessKeyId: known ?? 'nobody', secretAccessKey: 'wrong' };
    await expect(
      openS3BlobStore({ ...options, location: { bucket, prefix: '' }, credentials: wrong }),
    ).rejects.toMatchObject({ name: 'StoreError', message: expect.stringContaining('does not let the collector in') });
    const credentials = s3.credentials && { credentials: s3.credentials };
    const location = { bucket: `${bucket}-none`, prefix: '' };
    await expect(openS3BlobStore({ ...options, ...credentials, location })).rejects.toMatchObject({
      message: `s3://${bucket}-none/ cannot be opened: the bucket of the store is not there`,
    });
    const store = await openS3BlobStore({ ...options, ...credentials, location: { bucket, prefix: 'opened/' } });
    await store.put('default', 'a', pieces('x'));
    expect(await textAt(store, 'a')).toBe('x');
  });
});
