import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, TraceSummary } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { HttpClient } from '../src/bench/http-client.ts';
import { LlmRequests } from '../src/bench/llm-requests.ts';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { startProcess } from './collector-process.test.support.ts';

/** Two hours of an app of 60 spans a second, with a page of the viewer open, as fast as it goes. */
const SPANS_A_SECOND = 60;
const HOURS = Number(process.env.FAULT_HOURS ?? 2);
/** Each is five minutes of it: 18,000 spans, the questions of a page that looks every ten seconds, and a sweep. */
const SLICES = HOURS * 12;
const REQUESTS_A_SLICE = 36;
const QUESTIONS_A_SLICE = 30;
/** Traces older than so many slices are taken out, as a retention would. */
const KEPT_SLICES = 4;
const CONNECTIONS = 4;

test(`the last third of ${HOURS} hours' work takes hardly more memory and disk than the second`, async () => {
  const dataDir = emptyFolder();
  const collector = await startProcess(dataDir);
  const client = new HttpClient(collector.url, CONNECTIONS);
  const source = new LlmRequests(7);
  const spansARequest = (SPANS_A_SECOND * 300) / REQUESTS_A_SLICE;
  const begins: string[] = [];
  const rssMib: number[] = [];
  const diskMib: number[] = [];
  const startMs = performance.now();

  for (let slice = 0; slice < SLICES; slice++) {
    const bodies = Array.from({ length: REQUESTS_A_SLICE }, () => source.protobuf(spansARequest));
    await atOnce(bodies, (body) => client.post('/v1/traces', body, { 'content-type': 'application/x-protobuf' }));
    await atOnce(questions(slice), (path) => client.get(path));
    begins.push(await newestStart(client));
    const last = begins[slice - KEPT_SLICES];
    if (last !== undefined) await client.post(`/api/v1/traces/delete?to=${last}`, new Uint8Array(0), {});
    rssMib.push(collector.rssMib().now);
    diskMib.push(sizeOf(dataDir));
  }

  const seconds = (performance.now() - startMs) / 1_000;
  client.close();
  const spans = SLICES * REQUESTS_A_SLICE * spansARequest;
  const third = Math.floor(SLICES / 3);
  const [before, after] = [rssMib.slice(third, 2 * third), rssMib.slice(-third)].map(median);
  const [diskBefore, diskAfter] = [diskMib.slice(third, 2 * third), diskMib.slice(-third)].map(median);
  console.log(
    `${spans.toLocaleString('en')} spans and ${SLICES * QUESTIONS_A_SLICE} questions in ${seconds.toFixed(0)} s: ` +
      `RSS ${before!.toFixed(0)} MiB in the second third, ${after!.toFixed(0)} in the last, ${collector.rssMib().peak.toFixed(0)} ` +
      `at most; on the disk ${diskBefore!.toFixed(0)} and ${diskAfter!.toFixed(0)} MiB`,
  );
  expect(after).toBeLessThan(before! * 1.15);
  expect(diskAfter).toBeLessThan(diskBefore! * 1.15);
  expect(collector.said()).toBe('');
  expect(await collector.end()).toBe(0);
});

/** What pages ask: lists, figures, sessions, and words. */
function questions(slice: number): readonly string[] {
  const paths = [
    '/api/v1/traces?limit=50',
    '/api/v1/aggregates?of=spans&by=model,name&attribution=1',
    '/api/v1/sessions?limit=50',
    `/api/v1/traces?limit=50&filter=${encodeURIComponent("status = 'ERROR'")}`,
    `/api/v1/traces?limit=20&filter=${encodeURIComponent(`"order ${slice}"`)}`,
    '/metrics',
  ];
  return Array.from({ length: QUESTIONS_A_SLICE }, (_, index) => paths[index % paths.length]!);
}

async function newestStart(client: HttpClient): Promise<string> {
  const page = JSON.parse((await client.get('/api/v1/traces?limit=1')).toString()) as Page<TraceSummary>;
  return page.items[0]!.startNs;
}

/** Works through a list, a few at a time. */
async function atOnce<T>(list: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const rest = list.values();
  const one = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.startsWith('spans.db'));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 2 ** 20;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
