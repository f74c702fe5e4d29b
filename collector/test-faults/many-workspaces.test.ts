import { setTimeout as delay } from 'node:timers/promises';
import type { Page, TraceSummary, WorkspaceItem } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { openPostgres, postgresSource } from '../test-postgres/postgres-server.test.support.ts';
import { type CollectorProcess, startProcess } from './collector-process.test.support.ts';
import { requestOf } from './numbered-traces.test.support.ts';

const WORKSPACES = Number(process.env.FAULT_WORKSPACES ?? 1_000);
const AT_ONCE = 16;
const SENDERS = 8;
/** Requests that are taken before their workspace is put away. */
const FIRST = 40;
/** What is behind the writes has come to its end in some of these: the quietest one counts. */
const IDLE_WINDOWS = 6;
const IDLE_MS = 5_000;

const source = postgresSource();

test.each([['SQLite'], ['Postgres']])(
  `of ${WORKSPACES} workspaces on %s each has what is its own, and one that is put away takes nothing more`,
  async (kind) => {
    if (kind === 'Postgres' && source === undefined) return;
    const collector = await started(kind);
    const ids = Array.from({ length: WORKSPACES }, (_, index) => `team-${index}`);
    const madeMs = await timed(() => forEach(ids, (id) => make(collector, id)));
    // The same trace and the same experiment in each of them.
    const sentMs = await timed(() => forEach(ids, (id) => fill(collector, id)));
    const waits: number[] = [];
    await forEach(ids, async (id) => {
      const askedMs = performance.now();
      const { items } = (await (await ask(collector, id, '/api/v1/traces')).json()) as Page<TraceSummary>;
      waits.push(performance.now() - askedMs);
      expect(items.map(({ name }) => name)).toEqual([id]);
    });
    const listed: number[] = [];
    for (let round = 0; round < 20; round++) {
      listed.push(
        await timed(async () => {
          const page = (await (await ask(collector, undefined, '/api/v1/workspaces')).json()) as Page<WorkspaceItem>;
          expect(page.items).toHaveLength(WORKSPACES + 1);
        }),
      );
    }
    await archivedMeanwhile(collector, ids[0]!);
    const idle: number[] = [];
    for (let window = 0; window < IDLE_WINDOWS; window++) {
      const beforeMs = collector.cpuMs();
      await delay(IDLE_MS);
      idle.push((100 * (collector.cpuMs() - beforeMs)) / IDLE_MS);
    }
    console.log(
      `${WORKSPACES} workspaces on ${kind}: made in ${seconds(madeMs)}, filled in ${seconds(sentMs)}, ` +
        `the newest traces of one after ${median(waits).toFixed(1)} ms with ${AT_ONCE} at a time, all listed in ${median(listed).toFixed(1)} ms, ` +
        `${Math.min(...idle).toFixed(1)} % of a core while nobody asks, ${collector.rssMib().now.toFixed(0)} MiB`,
    );
    expect([await collector.end(), collector.said()]).toEqual([0, '']);
  },
);

async function started(kind: string): Promise<CollectorProcess> {
  if (kind === 'SQLite') return startProcess(emptyFolder());
  const server = await openPostgres(source!);
  onTestFinished(() => server.stop());
  return startProcess(emptyFolder(), { TRACEWRIGHT_TRACKING_URL: server.createDatabase() });
}

function ask(
  { url }: CollectorProcess,
  workspaceId: string | undefined,
  path: string,
  body?: string,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    ...(workspaceId !== undefined && { 'x-mlflow-workspace': workspaceId }),
  };
  return fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
}

async function make(collector: CollectorProcess, id: string): Promise<void> {
  expect((await ask(collector, undefined, '/api/v1/workspaces', JSON.stringify({ id }))).status).toBe(201);
}

async function fill(collector: CollectorProcess, id: string): Promise<void> {
  const body = requestOf([1], 1).replace('"answer"', JSON.stringify(id));
  expect((await ask(collector, id, '/v1/traces', body)).status).toBe(200);
  const experiment = await ask(collector, id, '/api/2.0/mlflow/experiments/create', '{"name":"support-bot"}');
  expect(await experiment.json()).toEqual({ experiment_id: '1' });
}

/** Puts a workspace away while much is sent to it: what was taken is there once it is back, and nothing else. */
async function archivedMeanwhile(collector: CollectorProcess, id: string): Promise<void> {
  const taken: number[] = [];
  const busy = Promise.withResolvers<void>();
  const senders = Array.from({ length: SENDERS }, async (_, sender) => {
    for (let number = 1_000 * (sender + 1); ; number++) {
      const answer = await ask(collector, id, '/v1/traces', requestOf([number], 1));
      await answer.arrayBuffer();
      if (answer.status !== 200) return answer.status;
      taken.push(number);
      if (taken.length >= FIRST) busy.resolve();
    }
  });
  await busy.promise;
  const change = (state: string) =>
    ask(collector, undefined, `/api/v1/workspaces/${id}`, JSON.stringify({ state }), 'PATCH');
  expect((await change('archived')).status).toBe(200);
  expect(new Set(await Promise.all(senders))).toEqual(new Set([403]));
  expect((await change('active')).status).toBe(200);
  const answer = await ask(collector, id, '/api/v1/aggregates?of=traces');
  expect(await answer.json()).toMatchObject({ groups: [{ count: taken.length + 1 }] });
}

async function forEach<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = list.values();
  const one = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await work();
  return performance.now() - beganMs;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
