import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

test('so many items are worked on at the same time, and what comes of them is in their order', async () => {
  const gates = [1, 2, 3, 4].map(() => Promise.withResolvers<void>());
  const begun: number[] = [];
  const results = inOrder([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    await gates[item - 1]!.promise;
    return item * 10;
  });
  const first = results.next();
  expect(begun).toEqual([1, 2]);
  gates[1]!.resolve();
  gates[0]!.resolve();
  expect(await first).toEqual({ done: false, value: 10 });
  for (const { resolve } of gates) resolve();
  const others: number[] = [];
  for await (const result of results) others.push(result);
  expect(others).toEqual([20, 30, 40]);
});

test('a failure comes in its place, and those behind it are not waited for', async () => {
  const results = inOrder([1, 2, 3], 3, async (item) => {
    if (item > 1) throw new Error(`failure ${item}`);
    return item;
  });
  expect((await results.next()).value).toBe(1);
  await expect(results.next()).rejects.toThrow('failure 2');
});
