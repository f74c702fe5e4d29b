import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { traceIdOf } from '../contract/sample-span.ts';
import { checkSpanStore } from './check-store.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

/** How many writers are killed; more in a thorough run, or as many as `TRACEWRIGHT_TORTURE` says. */
const ROUNDS = Number(process.env.TRACEWRIGHT_TORTURE ?? (process.env.TRACEWRIGHT_THOROUGH === undefined ? 3 : 20));
/** A round takes a second where others use the machine as well. */
const TIMEOUT_MS = 90_000 + 5_000 * ROUNDS;
const SPANS_A_TRACE = 7;

/**
 * Appends traces without end, one a commit, and says the number of each once it is acknowledged. Every tenth is taken
 * out again, which is said with a minus; chunks are merged in between, and users indexed.
 */
const WRITER = `
  const [store, samples, database, table, merging] = await Promise.all(process.argv.slice(1, 6).map((url) => import(url)));
  // Killed as it is, the process will not write down what it has compiled.
  (await import('node:module')).flushCompileCache();
  const { sampleBatch, sampleSpan, spanIdOf, traceIdOf } = samples;
  const file = process.argv[6];
  const spans = store.openSqliteSpanStore({ file, maxWaiting: 5 });
  const db = database.openSpanDatabase(file, false);
  const merger = new merging.ChunkMerger(db, new table.ChunkTable(db, console.error));
  const say = (number) => new Promise((resolve) => process.stdout.write(number + '\\n', resolve));
  for (let number = Number(process.argv[7]); ; number++) {
    const trace = Array.from({ length: ${SPANS_A_TRACE} }, (_, index) =>
      sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(index), userId: "user " + (number % 3), payload: new Uint8Array(20_000).fill(index) }));
    await spans.append([sampleBatch(trace)]);
    await say(number);
    if (number % 10 === 0) {
      await spans.deleteTraces('default', [traceIdOf(number)]);
      await say(-number);
    }
    while (merger.mergeNext());
  }`;
const MODULES = [
  './sqlite-span-store.ts',
  '../contract/sample-span.ts',
  './span-database.ts',
  './chunk-table.ts',
  './merge-chunks.ts',
].map((path) => new URL(path, import.meta.url).href);

test(`no acknowledged span is lost and none is half stored when ${ROUNDS} writers are killed`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = emptyFolder();
  const file = join(folder, 'spans.db');
  const known = new Set<number>();
  let next = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const said = await writeUntilKilled(file, next);
    for (const number of said) if (number > 0) known.add(number);
    for (const number of said) if (number < 0) known.delete(-number);
    const last = Math.max(next - 1, ...said);

    const store = openSqliteSpanStore({ file });
    for (let number = next; number <= last; number++) {
      const { spanCount } = (await store.getTrace('default', traceIdOf(number))) ?? {};
      // A deletion under way when the process died has happened or not.
      const expected = known.has(number)
        ? number === last && number % 10 === 0
          ? [SPANS_A_TRACE, undefined]
          : [SPANS_A_TRACE]
        : [undefined];
      expect(expected).toContain(spanCount);
      if (spanCount === undefined) known.delete(number);
    }
    // So is the commit: there whole or not at all.
    const unsure = await store.getTrace('default', traceIdOf(last + 1));
    expect([undefined, SPANS_A_TRACE]).toContain(unsure?.spanCount);
    if (unsure !== undefined) known.add(last + 1);
    next = last + 2;
    await store.close();
  }

  expect(checkSpanStore(file)).toMatchObject({ findings: [], traces: known.size });
  const store = openSqliteSpanStore({ file });
  for (const number of known) {
    expect(await store.getSpans('default', traceIdOf(number))).toHaveLength(SPANS_A_TRACE);
  }
  await store.close();
});

/** Kills a writer at some moment after it has begun. @returns the numbers that it said. */
async function writeUntilKilled(file: string, from: number): Promise<readonly number[]> {
  const child = spawn(
    process.execPath,
    ['--conditions=tracewright-source', '--input-type=module', '--eval', WRITER, ...MODULES, file, String(from)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Compiling the same sources for each of them would take longer than all the rest.
      env: { NODE_COMPILE_CACHE: `${file}-compiled`, ...process.env },
    },
  );
  const exit = once(child, 'exit');
  const said: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (said.length === 0) void delay(Math.random() * 30).then(() => child.kill('SIGKILL'));
    said.push(Number(line));
  }
  await exit;
  return said;
}
