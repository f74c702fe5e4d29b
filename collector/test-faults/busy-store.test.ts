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
/** Whose place for writing is taken away: longer than the collector waits for it, once, and again and again for short. */
const OUTAGES_MS = [11_500, ...Array.from({ length: 25 }, () => 200)];
const BETWEEN_MS = 100;

test.each([['spans.db'], ['tracking.db']])(
  'while %s cannot be written, once for long and then again and again, senders are told to come again and nothing is lost',
  async (name) => {
    const dataDir = emptyFolder();
    const collector = await startProcess(dataDir);
    const other = new DatabaseSync(join(dataDir, name));
    onTestFinished(() => other.close());
    const statuses = new Map<number, number>();
    let isDone = false;

    const outages = (async () => {
      for (const ms of OUTAGES_MS) {
        other.exec('PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE');
        await delay(ms);
        other.exec('ROLLBACK');
        await delay(BETWEEN_MS);
      }
    })();
    const traces = await Promise.all(Array.from({ length: SENDERS }, (_, sender) => work(sender)));
    isDone = true;
    await outages;

    const count = traces.reduce((sum, one) => sum + one, 0);
    expect(await stored(collector)).toEqual({ traces: count, spans: count * SPANS_A_TRACE });
    expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(await tagged(collector.url)).toBe(200);
    expect(await collector.end()).toBe(0);
    expect(checkSpanStore(join(dataDir, 'spans.db')).findings).toEqual([]);
    console.log(
      `${name} taken away ${OUTAGES_MS.length} times: ${count} traces, answers ${JSON.stringify([...statuses])}`,
    );

    /** Sends at least so many requests, and goes on for as long as the store comes and goes. */
    async function work(sender: number): Promise<number> {
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

/** @returns how a write to the other store went, once the outages are over */
async function tagged(url: string): Promise<number> {
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"after the outage"}',
  });
  return answer.status;
}
