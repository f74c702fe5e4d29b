import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** How a bucket is: as it should be, slow, refusing, or cutting connections in the middle of what is sent. */
export type Mood = 'well' | 'slow' | 'down' | 'cutting';

export interface FaultyBucket {
  /** Settings of a collector that keeps its files there. */
  readonly settings: Readonly<Record<string, string>>;
  /** Objects that it has taken whole. */
  readonly objects: ReadonlyMap<string, Buffer>;
  setMood(mood: Mood): void;
}

const SLOW_MS = 400;

/** A bucket of S3, as far as whole objects, lists and their deletion go, that can be made to fail. */
export async function faultyBucket(): Promise<FaultyBucket> {
  const objects = new Map<string, Buffer>();
  let mood: Mood = 'well';
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(pathname.replace(/^\/bucket\/?/, ''));
    const bytes: Buffer[] = [];
    for await (const chunk of request) {
      bytes.push(chunk as Buffer);
      if (mood === 'cutting') throw new Error('cut');
    }
    if (mood === 'cutting') throw new Error('cut');
    if (mood === 'slow') await delay(SLOW_MS);
    if (mood === 'down') return end(503, '<Error><Code>SlowDown</Code></Error>');
    const known = objects.get(key);
    if (request.method === 'PUT') objects.set(key, Buffer.concat(bytes));
    else if (request.method === 'DELETE') objects.delete(key);
    else if (key === '') return end(200, list(searchParams.get('prefix') ?? ''));
    else if (known === undefined) return end(404, '<Error><Code>NoSuchKey</Code></Error>');
    else {
      response.writeHead(200, {
        'content-length': known.length,
        etag: '"1"',
        'last-modified': new Date(0).toUTCString(),
      });
      response.end(request.method === 'HEAD' ? undefined : known);
      return;
    }
    return end(200, '', { etag: '"1"' });

    function end(status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
      response.writeHead(status, { 'content-type': 'application/xml', ...headers });
      response.end(body);
    }
  }

  function list(prefix: string): string {
    const found = [...objects].filter(([key]) => key.startsWith(prefix));
    const contents = found.map(([key, { length }]) => `<Contents><Key>${key}</Key><Size>${length}</Size></Contents>`);
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    objects,
    settings: {
      TRACEWRIGHT_BLOBS: 's3://bucket',
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
    },
    setMood: (next) => {
      mood = next;
    },
  };
}
