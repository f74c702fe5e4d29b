import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { checkSpanStore } from '../src/storage/spans/sqlite/check-store.ts';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { startProcess } from './collector-process.test.support.ts';
import { requestOf, sendUntilTaken, stored } from './numbered-traces.test.support.ts';

const SENDERS = 8;
const REQUESTS_EACH = 40;
const SPANS_A_TRACE = 10;
/** How often the place for writing is taken away for short, and for how long. */
const OUTAGES = 25;
const OUTAGE_MS = 200;
const BETWEEN_MS = 100;
/** A trace that is not among those of the senders. */
const REFUSED = 900_000_000;

test.each([['spans.db'], ['tracking.db']])(
  'while %s cannot be written, who writes is told after a while to come again, who reads is answered, and nothing is lost',
  async (name) => {
    const dataDir = emptyFolder();
    const collector = await startProcess(dataDir);
    const other = new DatabaseSync(join(dataDir, name));
    onTestFinished(() => other.close());
    other.exec('PRAGMA busy_timeout = 10000');

    const { answer, waitedMs, readings, slowestMs } = await whileHeld();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(readings).toBeGreaterThan(0);
    expect(slowestMs).toBeLessThan(waitedMs / 2);
    expect((await write()).status).toBe(200);

    const statuses = new Map<number, number>();
    let isDone = false;
    const outages = (async () => {
      for (let outage = 0; outage < OUTAGES; outage++) {
        other.exec('BEGIN IMMEDIATE');
        await delay(OUTAGE_MS);
        other.exec('ROLLBACK');
        await delay(BETWEEN_MS);
      }
    })();
    const traces = await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)));
    isDone = true;
    await outages;

    const count = traces.reduce((sum, one) => sum + one, 0) + (name === 'spans.db' ? 1 : 0);
    expect(await stored(collector)).toEqual({ traces: count, spans: count * SPANS_A_TRACE });
    expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(await collector.end()).toBe(0);
    expect(checkSpanStore(join(dataDir, 'spans.db')).findings).toEqual([]);
    console.log(
      `${name} held until a write was refused, after ${(waitedMs / 1_000).toFixed(1)} s; ${readings} questions meanwhile, ` +
        `the slowest ${slowestMs.toFixed(0)} ms; then away ${OUTAGES} times: ${count} traces, answers ${JSON.stringify([...statuses])}`,
    );

    /** Holds the file until something that writes to it is answered, and reads all the while. */
    async function whileHeld() {
      other.exec('BEGIN IMMEDIATE');
      const beganMs = performance.now();
      let isAnswered = false;
      const written = write().finally(() => {
        isAnswered = true;
      });
      let [readings, slowestMs] = [0, 0];
      while (!isAnswered) {
        const askedMs = performance.now();
        const { status } = await fetch(`${collector.url}/api/v1/traces?limit=1`);
        slowestMs = Math.max(slowestMs, performance.now() - askedMs);
        expect(status).toBe(200);
        readings++;
        await delay(20);
      }
      const waitedMs = performance.now() - beganMs;
      other.exec('ROLLBACK');
      return { answer: await written, waitedMs, readings, slowestMs };
    }

    /** Something that changes this file. */
    function write(): Promise<Response> {
      const [path, body] =
        name === 'spans.db'
          ? ['/v1/traces', requestOf([REFUSED], SPANS_A_TRACE)]
          : ['/api/2.0/mlflow/experiments/create', '{"name":"support-bot"}'];
      return fetch(collector.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    }

    /** Sends at least so many requests, and goes on for as long as the store comes and goes. */
    async function send(sender: number): Promise<number> {
      let sent = 0;
      for (; sent < REQUESTS_EACH || !(await isOver()); sent++) {
        const body = requestOf([sender * 1_000_000 + sent + 1], SPANS_A_TRACE);
        for (const status of await sendUntilTaken(collector.url, body, 50)) {
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }
      return sent;
    }

    function isOver(): Promise<boolean> {
      return Promise.race([outages.then(() => true), delay(20, isDone)]);
    }
  },
);
