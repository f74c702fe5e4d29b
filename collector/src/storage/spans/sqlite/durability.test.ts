import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { traceIdOf } from '../contract/sample-span.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

/** How many writers are killed; more with `TRACEWRIGHT_TORTURE`. */
const ROUNDS = Number(process.env.TRACEWRIGHT_TORTURE ?? 5);
const SPANS_A_TRACE = 7;

/** Appends traces without end, one a commit, and says the number of each once it is acknowledged. */
const WRITER = `
  const { openSqliteSpanStore } = await import(process.argv[1]);
  const { sampleBatch, sampleSpan, spanIdOf, traceIdOf } = await import(process.argv[2]);
  const store = openSqliteSpanStore({ file: process.argv[3] });
  for (let number = Number(process.argv[4]); ; number++) {
    const spans = Array.from({ length: ${SPANS_A_TRACE} }, (_, index) =>
      sampleSpan({ traceId: traceIdOf(number), spanId: spanIdOf(index), payload: new Uint8Array(20_000).fill(index) }));
    await store.append([sampleBatch(spans)]);
    await new Promise((resolve) => process.stdout.write(number + '\\n', resolve));
  }`;

test(`no acknowledged span is lost and none is half stored when ${ROUNDS} writers are killed`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-durability-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'spans.db');
  let next = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const last = await writeUntilKilled(file, next, 3 + 4 * round);
    const store = openSqliteSpanStore({ file });
    for (let number = next; number <= last; number++) {
      expect(await store.getSpans('default', traceIdOf(number))).toHaveLength(SPANS_A_TRACE);
    }
    // The commit under way when the process died is there whole or not at all.
    const unsure = await store.getTrace('default', traceIdOf(last + 1));
    expect([undefined, SPANS_A_TRACE]).toContain(unsure?.spanCount);
    next = last + 2;
    const page = await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 1_000 });
    expect(page.rows.every((row) => row.spanCount === SPANS_A_TRACE)).toBe(true);
    expect(page.total).toBe(page.rows.length);
    await store.close();
  }
});

/** @returns the last number that was acknowledged before the writer died, right after it had said `commits` of them. */
async function writeUntilKilled(file: string, from: number, commits: number): Promise<number> {
  const modules = ['./sqlite-span-store.ts', '../contract/sample-span.ts'].map(
    (path) => new URL(path, import.meta.url).href,
  );
  const child = spawn(
    process.execPath,
    ['--conditions=tracewright-source', '--input-type=module', '--eval', WRITER, ...modules, file, String(from)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  let last = from - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === from + commits) child.kill('SIGKILL');
  }
  await exit;
  return last;
}
