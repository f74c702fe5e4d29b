import { setTimeout } from 'node:timers/promises';
import { HttpClient } from './http-client.ts';
import { type MeasuredServer, startServer } from './measured-server.ts';
import {
  batchBodies,
  call,
  createBodies,
  historyBody,
  jsonBytes,
  type Rate,
  sendBodies,
  trainingBody,
} from './track-runs.ts';

const RUNS = 10_000;
const BATCHES = 10_000;
const ROUNDS = 30;
/** By then what is not needed has been given back. */
const IDLE_MS = 8_000;

interface Created {
  readonly run: { readonly info: { readonly run_id: string } };
}

/** Measures MLflow's interface over HTTP, in a folder that is empty. */
export async function measureTracking(folder: string): Promise<void> {
  const startMs = performance.now();
  const server = await startServer(folder);
  const client = new HttpClient(server.url);
  await call(client, 'experiments/search', { max_results: 10 });
  console.log(`start to first answer: ${(performance.now() - startMs).toFixed(0)} ms; RSS ${await rss(server)} MiB`);
  await measureWrites(server, client);
  await measureSearches(server, client);
  await measureHistory(server, client);
  const busy = await rss(server);
  client.close();
  await setTimeout(IDLE_MS);
  console.log(`RSS ${busy} MiB at the end, ${await rss(server)} MiB ${IDLE_MS / 1_000} s later`);
  await server.stop();
}

async function measureWrites(server: MeasuredServer, client: HttpClient): Promise<void> {
  await sendBodies(server, 'runs/create', createBodies('0', 1_000), 4);
  for (const connections of [4, 16]) {
    report(
      `runs/create, ${connections} connections`,
      await sendBodies(server, 'runs/create', createBodies('0', RUNS), connections),
    );
  }
  const runIds: string[] = [];
  for (let run = 0; run < 4; run++) {
    runIds.push((await call<Created>(client, 'runs/create', { experiment_id: '0' })).run.info.run_id);
  }
  for (const connections of [4, 16]) {
    const rate = await sendBodies(server, 'runs/log-batch', batchBodies(runIds, BATCHES), connections);
    report(`runs/log-batch of 100 metrics, ${connections} connections`, rate);
  }
  const { medianMs } = await ask(client, 'runs/search', { experiment_ids: ['0'], max_results: 1 }, 1);
  console.log(`first answer behind ${2 * BATCHES} batches: ${medianMs.toFixed(0)} ms`);
}

async function measureSearches(server: MeasuredServer, client: HttpClient): Promise<void> {
  const { experiment_id } = await call<{ experiment_id: string }>(client, 'experiments/create', { name: 'search' });
  const ids = await createRuns(server, experiment_id, RUNS);
  const logged = await sendBodies(server, 'runs/log-batch', ids.map(trainingBody), 16);
  report('runs/log-batch of a run with 5 metrics and 5 parameters, 16 connections', logged);
  const ended = ids.filter((_, index) => index % 3 > 0);
  const updates = ended.map((run_id) => jsonBytes({ run_id, status: 'FINISHED' }));
  report('runs/update, 16 connections', await sendBodies(server, 'runs/update', updates, 16));
  const search = { experiment_ids: [experiment_id], order_by: ['metrics.accuracy DESC'] };
  const isFinished = { filter: "attributes.status = 'FINISHED'" };
  for (const [what, fields] of [
    ['the best', { ...search, max_results: 1 }],
    ['the best 100', { ...search, max_results: 100 }],
    ['the best 1,000', { ...search, max_results: 1_000 }],
    ['the best of the finished', { ...search, ...isFinished, max_results: 1 }],
    ['the best 100 of the finished', { ...search, ...isFinished, max_results: 100 }],
    ['the last 100', { experiment_ids: [experiment_id], max_results: 100 }],
    [
      '100 with a parameter and a metric',
      { ...search, filter: "params.lr = 'lr-3' AND metrics.loss > 0.5", max_results: 100 },
    ],
  ] as const) {
    const { medianMs, p95Ms } = await ask(client, 'runs/search', fields, ROUNDS);
    console.log(`runs/search over ${RUNS} runs, ${what}: ${medianMs.toFixed(1)} ms median, ${p95Ms.toFixed(1)} ms p95`);
  }
}

async function measureHistory(server: MeasuredServer, client: HttpClient): Promise<void> {
  const { run } = await call<Created>(client, 'runs/create', { experiment_id: '0' });
  const { run_id } = run.info;
  await sendBodies(
    server,
    'runs/log-batch',
    Array.from({ length: 100 }, (_, batch) => historyBody(run_id, batch)),
    4,
  );
  const path = `/api/2.0/mlflow/metrics/get-history?run_id=${run_id}&metric_key=loss`;
  for (const [what, query] of [
    ['whole, the first time', ''],
    ['whole', ''],
    ['a page of 25,000', '&max_results=25000'],
  ] as const) {
    const { medianMs } = await timed(() => client.get(path + query), what.includes('first') ? 1 : 10);
    console.log(`metrics/get-history of 100,000 points, ${what}: ${medianMs.toFixed(0)} ms`);
  }
}

async function createRuns(server: MeasuredServer, experimentId: string, count: number): Promise<readonly string[]> {
  const client = new HttpClient(server.url, 16);
  const ids = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const fields = { experiment_id: experimentId, run_name: `run-${index}`, start_time: 1_767_225_600_000 + index };
      return (await call<Created>(client, 'runs/create', fields)).run.info.run_id;
    }),
  );
  client.close();
  return ids;
}

function ask(client: HttpClient, path: string, fields: object, rounds: number): Promise<Times> {
  return timed(
    () => client.post(`/api/2.0/mlflow/${path}`, jsonBytes(fields), { 'content-type': 'application/json' }),
    rounds,
  );
}

interface Times {
  readonly medianMs: number;
  readonly p95Ms: number;
}

async function timed(request: () => Promise<unknown>, rounds: number): Promise<Times> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    await request();
    times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  return { medianMs: times[Math.floor(rounds / 2)]!, p95Ms: times[Math.floor(rounds * 0.95)]! };
}

function report(what: string, { requests, wallMs, cpuMs }: Rate): void {
  const rate = (ms: number): string => Math.round((requests / ms) * 1_000).toLocaleString('en');
  console.log(`${what}: ${rate(wallMs)}/s, ${rate(cpuMs)} per CPU second`);
}

async function rss(server: MeasuredServer): Promise<string> {
  return ((await server.usage()).rssBytes / 2 ** 20).toFixed(0);
}
