import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collector, readConfig, startCollector } from '@tracewright/collector';
import type { Page, TraceSkeleton, TraceSummary } from '@tracewright/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LlmRequests } from '../src/bench/llm-requests.ts';
import { type ClickHouseServer, openClickHouseServer } from './clickhouse-server.test.support.ts';

const REQUESTS = 3;
const SPANS = 150;

let server: ClickHouseServer;
const folders: string[] = [];
let collectors: { readonly sqlite: Collector; readonly clickHouse: Collector };

beforeAll(async () => {
  server = await openClickHouseServer();
  collectors = {
    sqlite: await started({}),
    clickHouse: await started({ TRACEWRIGHT_SPANS_URL: server.newDatabase() }),
  };
  const source = new LlmRequests(7);
  for (let sent = 0; sent < REQUESTS; sent++) {
    const isJson = sent % 2 === 0;
    const body = isJson ? source.json(SPANS) : source.protobuf(SPANS);
    const headers = { 'content-type': isJson ? 'application/json' : 'application/x-protobuf' };
    // The second one comes twice, as one does whose answer was lost.
    for (let times = sent === 1 ? 2 : 1; times > 0; times--) {
      await toBoth('/v1/traces', { method: 'POST', headers, body: Buffer.from(body) });
    }
  }
  const { items } = await fromSqlite<Page<TraceSummary>>('/api/v1/traces?limit=5');
  for (const [index, { traceId }] of items.entries()) {
    const body = JSON.stringify({ value: index % 2 === 0 ? 'even' : 'odd' });
    const headers = { 'content-type': 'application/json' };
    await toBoth(`/api/v1/traces/${traceId}/tags/kind`, { method: 'PUT', headers, body });
  }
});

afterAll(async () => {
  await Promise.all([collectors?.sqlite.close(), collectors?.clickHouse.close()]);
  await server?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function started(settings: Readonly<Record<string, string>>): Promise<Collector> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-same-api-'));
  folders.push(folder);
  return startCollector(readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder, ...settings }, []), console.error);
}

async function toBoth(path: string, request: RequestInit): Promise<void> {
  for (const { url } of Object.values(collectors)) {
    const response = await fetch(url + path, request);
    expect(response.ok, `${path}: ${await response.text()}`).toBe(true);
  }
}

async function fromSqlite<T>(path: string): Promise<T> {
  return (await (await fetch(collectors.sqlite.url + path)).json()) as T;
}

async function expectSame(path: string): Promise<string> {
  const [meant, given] = await Promise.all(
    [collectors.sqlite, collectors.clickHouse].map(async ({ url }) => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.text() };
    }),
  );
  const [a, b] = [withoutEstimate(meant!), withoutEstimate(given!)];
  const areBothCounted = a.isCounted && b.isCounted;
  expect(areBothCounted ? given : b.rest, path).toEqual(areBothCounted ? meant : a.rest);
  expect(meant!.status, path).toBe(200);
  return meant!.body;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** How many match is estimated where counting them takes a store too long, which is for the machine to say. */
function withoutEstimate({ body }: Answer): { readonly isCounted: boolean; readonly rest: string } {
  return {
    isCounted: !body.includes('"totalIsEstimate":true'),
    rest: body.replace(/"total":\d+,"totalIsEstimate":(?:true|false)/, ''),
  };
}

const encoded = (filter: string): string => `filter=${encodeURIComponent(filter)}`;

test.each([
  'limit=20',
  'limit=7&order=duration',
  'limit=7&order=cost',
  `limit=9&${encoded('status = error')}`,
  `limit=9&${encoded('tags.kind = even')}`,
  `limit=9&${encoded('NOT tags.kind = even AND has(kind = llm AND duration > 1s)')}`,
  `limit=9&${encoded('attributes.server.port = 443 AND output_tokens > 100')}`,
  `limit=9&${encoded('"order number never promise"')}`,
  `limit=9&${encoded('ord* NOT courier')}`,
  `limit=9&${encoded("path LIKE '%chat%' OR self_time > 2s")}`,
])('lists of traces are the same: %s', async (query) => {
  const path = `/api/v1/traces?${query}`;
  const { nextCursor } = JSON.parse(await expectSame(path)) as Page<TraceSummary>;
  if (nextCursor !== null) await expectSame(`${path}&cursor=${encodeURIComponent(nextCursor)}`);
});

test.each([
  `/api/v1/aggregates?by=time,model&interval=1h&zone=Europe/Berlin&${encoded('kind = llm')}`,
  '/api/v1/aggregates?by=name&attribution=1&order=selfSum&limit=5',
  '/api/v1/aggregates?by=path,status&attribution=1&order=criticalShare',
  '/api/v1/aggregates?of=traces&by=tag:kind,model&order=cost',
  `/api/v1/aggregates?by=model&${encoded('courier')}`,
  '/api/v1/facets?limit=5',
  '/api/v1/histogram?zone=America/New_York',
  '/api/v1/sessions?limit=10',
  `/api/v1/spans?limit=10&${encoded('kind = tool')}`,
  `/api/v1/spans?limit=10&${encoded('courier AND kind = llm')}`,
  `/api/v1/export?${encoded('status = error')}`,
])('figures and lists are the same: %s', async (path) => {
  await expectSame(path);
});

test('a trace is the same on its page, each of its spans, too', async () => {
  const { items } = await fromSqlite<Page<TraceSummary>>('/api/v1/traces?limit=3');
  expect(items).toHaveLength(3);
  for (const { traceId } of items) {
    await expectSame(`/api/v1/traces/${traceId}`);
    const { spanId } = JSON.parse(await expectSame(`/api/v1/traces/${traceId}/skeleton`)) as TraceSkeleton;
    for (const id of spanId) await expectSame(`/api/v1/traces/${traceId}/spans/${id}`);
  }
});
