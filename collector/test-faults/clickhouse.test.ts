import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../src/bench/clickhouse-engine.ts';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { Answers } from './answers.test.support.ts';
import { startProcess } from './collector-process.test.support.ts';
import { faultyLine, goThrough, type LineMood } from './faulty-line.test.support.ts';
import { requestOf, stored } from './numbered-traces.test.support.ts';

/** What the line to the database goes through, and for how long each time. */
const MOODS: readonly (readonly [LineMood, number])[] = [
  ['well', 1_000],
  ['slow', 4_000],
  ['down', 3_000],
  ['cutting', 4_000],
  ['well', 1_000],
  ['silent', 75_000],
  ['well', 2_000],
  ...Array.from({ length: 10 }, () => [['down', 200] as const, ['well', 200] as const]).flat(),
];
const SENDERS = 6;
const SPANS_A_TRACE = 5;
/** A minute for an answer, behind others who wait for one, on a busy machine. */
const BOUND_MS = 140_000;

test('while ClickHouse is slow, down, silent, cut off or flapping, senders are told in time to come again, and each batch is there once', async (context) => {
  const engine = await startEngine(join(emptyFolder(), 'clickhouse'));
  if (engine === undefined) return context.skip('the engine is not installed: `npm run test:clickhouse` does it');
  onTestFinished(() => engine.stop());
  const address = new URL(engine.spansUrl);
  const line = await faultyLine({ host: '127.0.0.1', port: Number(address.port) });
  address.port = String(line.port);
  const collector = await startProcess(emptyFolder(), { TRACEWRIGHT_SPANS_URL: address.href });
  const [sent, read] = [new Answers(), new Answers()];
  let isOver = false;

  const faults = goThrough(line, MOODS).then(() => {
    isOver = true;
  });
  const counts = await Promise.all([...Array.from({ length: SENDERS }, (_, sender) => send(sender)), ask(), faults]);

  console.log(`a ClickHouse that was ${MOODS.map(([mood]) => mood).join(', ')}: spans ${sent}; questions ${read}`);
  for (const { statuses, slowestMs, withoutWait } of [sent, read]) {
    expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(withoutWait).toBe(0);
    expect(slowestMs).toBeLessThan(BOUND_MS);
  }
  expect(sent.statuses.get(503)).toBeGreaterThan(0);
  const traces = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  expect(await stored(collector)).toEqual({ traces, spans: traces * SPANS_A_TRACE });
  expect(await collector.end()).toBe(0);

  /** Sends one trace after the other, each until it is taken. @returns how many */
  async function send(sender: number): Promise<number> {
    let number = 0;
    while (!isOver) {
      const body = requestOf([sender * 1_000_000 + ++number], SPANS_A_TRACE);
      const headers = { 'content-type': 'application/json' };
      const post = () => fetch(`${collector.url}/v1/traces`, { method: 'POST', headers, body });
      while ((await sent.of(post)).status !== 200) await delay(50);
      await delay(20);
    }
    return number;
  }

  async function ask(): Promise<void> {
    while (!isOver) {
      await read.of(() => fetch(`${collector.url}/api/v1/traces?limit=5`));
      await delay(100);
    }
  }
});
