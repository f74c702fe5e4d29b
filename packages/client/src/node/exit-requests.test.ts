import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from './index.ts';

const server = runningCollector();
const APP = new URL('../testing/interrupted-app.ts', import.meta.url).pathname;

test('a process that exits in the midst of its runs says that they have failed, with all that they have logged', async () => {
  const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) =>
    execFile(
      process.execPath,
      [...process.execArgv, APP, 'exits'],
      { env: { ...process.env, TRACEWRIGHT_URL: server.url } },
      (error, out) => resolve({ code: error?.code, stdout: out }),
    ),
  );
  expect(code).toBe(3);
  const { runs } = new TracewrightClient({ url: server.url });
  const ids = stdout.trim().split(' ');
  expect(ids).toHaveLength(2);
  for (const id of ids) {
    const run = await runs.get(id);
    expect(run).toMatchObject({ status: 'FAILED', metrics: { loss: 1 } });
    expect(run.endMs).toBeGreaterThanOrEqual(run.startMs);
  }
});
