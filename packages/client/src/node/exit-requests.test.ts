import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TracewrightClient } from './index.ts';

const server = runningCollector();
const APP = new URL('../testing/interrupted-app.ts', import.meta.url).pathname;
const TRIES = 5;

interface AppEnd {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function exitOfApp(): Promise<AppEnd> {
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      [...process.execArgv, APP, 'exits'],
      { env: { ...process.env, TRACEWRIGHT_URL: server.url } },
      (error, stdout, stderr) => resolve({ code: error?.code, stdout, stderr }),
    ),
  );
}

/** {@link exitOfApp}, again where a busy machine did not let the process do within its two seconds what takes a tenth of them. */
async function exitInTime(): Promise<AppEnd> {
  for (let tries = 1; ; tries++) {
    const end = await exitOfApp();
    if (tries === TRIES || !end.stderr.includes('their server did not take it in time')) return end;
  }
}

test('a process that exits in the midst of its runs says that they have failed, with all that they have logged', async () => {
  const { code, stdout, stderr } = await exitInTime();
  expect(code, stderr).toBe(3);
  const { runs } = new TracewrightClient({ url: server.url });
  const ids = stdout.trim().split(' ');
  expect(ids).toHaveLength(2);
  for (const id of ids) {
    const run = await runs.get(id);
    expect(run).toMatchObject({ status: 'FAILED', metrics: { loss: 1 } });
    expect(run.endMs).toBeGreaterThanOrEqual(run.startMs);
  }
});
