import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { emptyFolder } from '../src/testing/empty-folder.ts';
import { startProcess } from './collector-process.test.support.ts';
import { faultyBucket, type Mood } from './faulty-bucket.test.support.ts';
import { requestOf, send, stored } from './numbered-traces.test.support.ts';

const WRITERS = 4;
const FILE_BYTES = 200_000;
/** What the bucket goes through, and for how long each time. */
const MOODS: readonly Mood[] = ['slow', 'down', 'well', 'cutting', 'well', 'down', 'slow', 'cutting', 'well'];
const MOOD_MS = 1_000;

test('while the bucket is slow, down or cut off, files are refused for the moment, none is half there, and spans are taken', async () => {
  const bucket = await faultyBucket();
  const collector = await startProcess(emptyFolder(), bucket.settings);
  const files = `${collector.url}/api/2.0/mlflow-artifacts/artifacts/0`;
  const kept = new Map<string, Buffer>();
  const statuses = new Map<number, number>();
  let isOver = false;

  const faults = (async () => {
    for (const mood of MOODS) {
      bucket.setMood(mood);
      await delay(MOOD_MS);
    }
    isOver = true;
  })();
  await Promise.all([...Array.from({ length: WRITERS }, (_, writer) => write(writer)), faults]);

  for (const [path, content] of kept) {
    const answer = await fetch(`${files}/${path}`);
    expect(answer.status, path).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content), path).toBe(true);
  }
  // What was refused is not there in part either.
  for (const object of bucket.objects.values()) expect([0, FILE_BYTES]).toContain(object.length);
  expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
  expect(await send(collector.url, requestOf([1], 3))).toBe(200);
  expect(await stored(collector)).toEqual({ traces: 1, spans: 3 });
  expect(await collector.end()).toBe(0);
  console.log(
    `a bucket that was ${MOODS.join(', ')}: ${kept.size} files kept, answers ${JSON.stringify([...statuses])}`,
  );

  /** Puts one file after the other, and never counts on one that was refused. */
  async function write(writer: number): Promise<void> {
    for (let number = 0; !isOver; number++) {
      const path = `file-${writer}-${number}.bin`;
      const content = randomBytes(FILE_BYTES);
      const answer = await fetch(`${files}/${path}`, { method: 'PUT', body: content });
      await answer.arrayBuffer();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 200) kept.set(path, content);
    }
  }
});
