import { expect, onTestFinished, test, vi } from 'vitest';
import { runningCollector } from '../testing/running-collector.ts';
import { TrackingClient } from '../tracking-client.ts';
import { BARE_HOST } from './run-host.ts';

const server = runningCollector();

/** A client in a process that is asked to end, and exits, when the test says so. */
function interruptible() {
  const asked: (() => Promise<void>)[] = [];
  const leftovers: ((exitCode: number) => readonly { readonly body: string }[])[] = [];
  const stops = { asked: 0, exiting: 0 };
  const client = new TrackingClient(
    { url: server.url },
    {
      ...BARE_HOST,
      whenAskedToEnd: (onEnd) => {
        asked.push(onEnd);
        return () => void stops.asked++;
      },
      whenExiting: (of) => {
        leftovers.push(of);
        return () => void stops.exiting++;
      },
    },
  );
  const statusAtExit = (exitCode: number) =>
    leftovers.map((of) => JSON.parse(of(exitCode).at(-1)?.body ?? '').status as string);
  return { client, asked, leftovers, statusAtExit, stops };
}

test('a process that is asked to end while a run is being made ends it once it is, and does not begin its work', async () => {
  const { client, asked, stops } = interruptible();
  const work = vi.fn();
  const started = client.startRun({ name: 'too late' }, work);
  // By now the server is asked for the run, and has not answered.
  await expect.poll(() => asked.length).toBe(1);
  await asked[0]?.();
  await expect(started).rejects.toThrow('the process was asked to end');
  expect(work).not.toHaveBeenCalled();
  const run = await client.searchRuns({ filter: "attributes.run_name = 'too late'" }).first();
  expect(run?.status).toBe('KILLED');
  expect(stops).toEqual({ asked: 1, exiting: 1 });
});

test('one that could not be made leaves nothing behind that listens', async () => {
  const { client, stops } = interruptible();
  await expect(client.openRun({ experimentId: '999' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
  expect(stops).toEqual({ asked: 1, exiting: 0 });
});

test('what is left at exit is the end of the run, with all that has not arrived', async () => {
  const { client, leftovers, statusAtExit, stops } = interruptible();
  const opened = await client.openRun();
  await client.startRun((run) => {
    run.logMetric('loss', 1);
    run.logParam('model', 'small');
    expect(leftovers[1]?.(0).map(({ body }) => JSON.parse(body))).toMatchObject([
      { run_id: run.id, metrics: [{ key: 'loss' }], params: [{ key: 'model' }] },
      { run_id: run.id, status: 'KILLED' },
    ]);
    // Whoever opens a run and lets the process come to its end is done with it.
    expect(statusAtExit(0)).toEqual(['FINISHED', 'KILLED']);
    expect(statusAtExit(1)).toEqual(['FAILED', 'FAILED']);
  });
  expect(stops).toEqual({ asked: 1, exiting: 1 });
  await Promise.all([opened.end('FAILED'), opened.end('FINISHED')]);
  expect((await client.runs.get(opened.id)).status).toBe('FAILED');
});

test('a run whose work is done keeps what has come of it, whatever ends the process while that is said', async () => {
  const { client, asked, statusAtExit } = interruptible();
  const run = await client.openRun();
  const ended = run.end('FINISHED');
  expect([statusAtExit(0), statusAtExit(1)]).toEqual([['FINISHED'], ['FINISHED']]);
  await Promise.all([asked[0]?.(), ended]);
  expect((await client.runs.get(run.id)).status).toBe('FINISHED');
});

test('a server that asks to be left alone for long is waited for no longer than is said', async () => {
  const client = new TrackingClient({ url: server.url }, BARE_HOST);
  const run = await client.openRun({ flushTimeoutMs: 0 });
  run.logMetric('loss', 1);
  const busy = () =>
    new Response('{"error_code":"RESOURCE_EXHAUSTED"}', { status: 429, headers: { 'retry-after': '60' } });
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => busy()),
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  await expect(run.end()).rejects.toMatchObject({
    failures: [
      { kind: 'metric', key: 'loss' },
      { kind: 'status', key: 'FINISHED' },
    ],
  });
});
