import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askQuestions } from './ask-questions.ts';
import { askTexts, textsRead } from './ask-texts.ts';
import { HttpClient } from './http-client.ts';
import { LlmRequests } from './llm-requests.ts';
import { measureArtifacts } from './measure-artifacts.ts';
import { measureAuth } from './measure-auth.ts';
import { measureBodies } from './measure-bodies.ts';
import { measureClickHouse } from './measure-clickhouse.ts';
import { measureJsonBodies } from './measure-json-bodies.ts';
import { measureTracking } from './measure-tracking.ts';
import { type MeasuredServer, startServer } from './measured-server.ts';
import { sendSpans, type Wire } from './send-spans.ts';

/**
 * Measures a whole collector over HTTP: `npm run bench -w collector`, with the build before, of the bundle that is delivered. INGEST_SPANS (default
 * 200,000) are sent in each encoding, over four connections; questions are asked of STORED_SPANS (default 1,000,000)
 * in STORE, a folder that is filled if it is not there and kept; without it, one that is gone afterwards. CASES
 * (default `ingest,questions,text`), or the arguments, say what is measured; `tracking` is MLflow's interface,
 * `artifacts` its files, `auth` finding out who asks; `bodies` and `json-bodies` send large ones, of spans and of everything else, to see what memory
 * they take; `clickhouse` sets the embedded store and ClickHouse side by side.
 */
const INGEST_SPANS = Number(process.env.INGEST_SPANS ?? 200_000);
const STORED_SPANS = Number(process.env.STORED_SPANS ?? 1_000_000);
const NAMED = process.argv.slice(2);
const CASES = NAMED.length > 0 ? NAMED : (process.env.CASES ?? 'ingest,questions,text').split(',');
const WARM_UP_SPANS = 50_000;

if (CASES.includes('tracking')) await inFolder(measureTracking);
if (CASES.includes('artifacts')) await inFolder(measureArtifacts);
if (CASES.includes('auth')) await measureAuth();
if (CASES.includes('bodies')) await measureBodies(inFolder);
if (CASES.includes('json-bodies')) await measureJsonBodies(inFolder);
if (CASES.includes('clickhouse')) await measureClickHouse(inFolder);
if (CASES.includes('ingest'))
  for (const wire of ['protobuf', 'gzip', 'json'] as const) await inFolder(measureIngest, wire);
for (const [name, measure] of [
  ['questions', measureQuestions],
  ['text', measureTexts],
] as const) {
  if (!CASES.includes(name)) continue;
  if (process.env.STORE === undefined) await inFolder(measure);
  else await measure(process.env.STORE);
}

async function inFolder<A extends readonly unknown[]>(
  measure: (folder: string, ...rest: A) => Promise<void>,
  ...rest: A
): Promise<void> {
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'tracewright-bench-'));
  try {
    await measure(folder, ...rest);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureIngest(folder: string, wire: Wire): Promise<void> {
  const server = await startServer(folder);
  const idle = await server.usage();
  const source = new LlmRequests(42);
  await sendSpans(server, source, wire, WARM_UP_SPANS);
  const sent = await sendSpans(server, source, wire, INGEST_SPANS);
  const { rssBytes, peakRssBytes } = await server.usage();
  const stopMs = await server.stop();
  const stored = statSync(join(folder, 'spans.db')).size / (sent.spans + WARM_UP_SPANS);
  console.log(
    `ingest, ${wire}: ${perSecond(sent.spans, sent.wallMs)} spans/s, ${perSecond(sent.spans, sent.cpuMs)} per CPU ` +
      `second; ${(sent.bodyBytes / sent.spans).toFixed(0)} bytes per span sent, ${stored.toFixed(0)} on disk; ` +
      `RSS ${mib(idle.rssBytes)} MiB at the start, ${mib(rssBytes)} after, ${mib(peakRssBytes)} at most; ` +
      `ended within ${stopMs.toFixed(0)} ms`,
  );
}

async function measureQuestions(folder: string): Promise<void> {
  await fill(folder);
  const startMs = performance.now();
  const server = await startServer(folder);
  await firstAnswer(server);
  console.log(`start to first answer: ${(performance.now() - startMs).toFixed(0)} ms`);
  for (const { what, medianMs, p95Ms } of await askQuestions(server.url)) {
    console.log(`${what}: ${medianMs.toFixed(1)} ms median, ${p95Ms.toFixed(1)} ms p95`);
  }
  console.log(`RSS ${mib((await server.usage()).rssBytes)} MiB after the questions`);
  await server.stop();
}

async function measureTexts(folder: string): Promise<void> {
  await fill(folder);
  const server = await startServer(folder);
  await firstAnswer(server);
  const { cpuMs } = await server.usage();
  const readMs = await textsRead(server.url);
  const readCpuMs = (await server.usage()).cpuMs - cpuMs;
  console.log(`texts read: ${readMs.toFixed(0)} ms, of which ${readCpuMs.toFixed(0)} ms of the processor`);
  for (const { what, medianMs, p95Ms } of await askTexts(server.url)) {
    console.log(`${what}: ${medianMs.toFixed(1)} ms median, ${p95Ms.toFixed(1)} ms p95`);
  }
  console.log(`RSS ${mib((await server.usage()).rssBytes)} MiB after the searches`);
  await server.stop();
  const [spanBytes, textBytes] = ['spans.db', 'spans.db.text'].map((name) => statSync(join(folder, name)).size);
  console.log(`on disk: spans ${mib(spanBytes!)} MiB, their words ${mib(textBytes!)} MiB`);
}

async function fill(folder: string): Promise<void> {
  if (existsSync(join(folder, 'spans.db'))) return;
  const filling = await startServer(folder);
  await sendSpans(filling, new LlmRequests(7), 'protobuf', STORED_SPANS);
  await filling.stop();
}

async function firstAnswer({ url }: MeasuredServer): Promise<void> {
  const client = new HttpClient(url);
  await client.get('/api/v1/traces?limit=50');
  client.close();
}

function perSecond(count: number, ms: number): string {
  return Math.round((count / ms) * 1_000).toLocaleString('en');
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
