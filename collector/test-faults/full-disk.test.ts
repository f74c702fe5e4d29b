import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSpanStore } from '../src/storage/spans/sqlite/check-store.ts';
import { startProcess } from './collector-process.test.support.ts';
import { requestOf, send, stored } from './numbered-traces.test.support.ts';
import { smallDisk } from './small-disk.test.support.ts';

const DISK_MIB = 64;
const BALLAST_MIB = 24;
const SPANS_A_TRACE = 20;
const MAX_REQUESTS = 5_000;

test('on a full disk spans are refused for the moment, what is there can be read, and with room they are taken again', async (context) => {
  const disk = smallDisk(DISK_MIB);
  if (disk === undefined) return context.skip('only who may mount a small disk can fill it');
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, randomBytes(BALLAST_MIB * 2 ** 20));
  const collector = await startProcess(join(disk, 'data'));
  let traces = 0;
  let last = 200;

  while (last === 200 && traces < MAX_REQUESTS) {
    last = await send(collector.url, incompressible(traces + 1));
    if (last === 200) traces++;
  }

  expect(last).toBe(503);
  expect(await stored(collector)).toEqual({ traces, spans: traces * SPANS_A_TRACE });
  rmSync(ballast);
  expect(await send(collector.url, incompressible(traces + 1))).toBe(200);
  expect(await stored(collector)).toEqual({ traces: traces + 1, spans: (traces + 1) * SPANS_A_TRACE });
  expect(await collector.end()).toBe(0);
  expect(checkSpanStore(join(disk, 'data', 'spans.db')).findings).toEqual([]);
  console.log(`a disk of ${DISK_MIB} MiB, ${BALLAST_MIB} of them taken, was full after ${traces} traces`);
});

/** A request of one trace whose texts take as much on the disk as here. */
function incompressible(number: number): string {
  return requestOf([number], SPANS_A_TRACE).replace(/What about order/g, () => randomBytes(150).toString('base64'));
}
