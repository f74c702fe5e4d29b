import { expect, test } from 'vitest';
import { OneAtATime } from './one-at-a-time.ts';

test('works under one key wait for each other, also for one that fails; those under another do not', async () => {
  const works = new OneAtATime();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = works.run('a', async () => {
    await gate.promise;
    done.push('first');
    throw new Error('failed');
  });
  const second = works.run('a', async () => done.push('second'));
  await works.run('b', async () => done.push('other'));
  gate.resolve();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(done).toEqual(['other', 'first', 'second']);
});
