import { expect, test } from 'vitest';
import { Closers } from './closers.ts';

test('what was opened last is closed first, once, whatever fails', async () => {
  const closed: string[] = [];
  const closers = new Closers();
  closers.add(() => void closed.push('store'));
  closers.add(() => Promise.reject(new Error('stuck')));
  closers.add(async () => void closed.push('socket'));

  await expect(closers.close()).rejects.toThrow(AggregateError);
  await closers.close();

  expect(closed).toEqual(['socket', 'store']);
});
