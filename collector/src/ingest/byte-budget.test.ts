import { expect, test } from 'vitest';
import { ByteBudget } from './byte-budget.ts';

test('one that has begun gets the room that others leave, and meanwhile no other one begins', async () => {
  const budget = new ByteBudget(100);
  const [large, others] = [budget.hold(40), budget.hold(50)];

  const room = large.growPatiently(30);
  expect(() => budget.hold(1)).toThrow('too much is being written');
  others.release();
  await room;

  expect(budget.heldBytes).toBe(70);
  expect(() => budget.hold(30)).not.toThrow();
});

test('room that suffices is had at once', () => {
  const hold = new ByteBudget(100).hold(40);

  expect(hold.growPatiently(60)).toBeUndefined();
});

test('of two that have begun only one waits, as the other may have what it waits for', async () => {
  const budget = new ByteBudget(100);
  const [one, other] = [budget.hold(50), budget.hold(50)];

  const room = one.growPatiently(10);
  expect(() => other.growPatiently(10)).toThrow('too much is being written');
  other.release();

  await expect(room).resolves.toBeUndefined();
});

test('one that is left alone may grow beyond the limit', async () => {
  const budget = new ByteBudget(100);
  const [large, others] = [budget.hold(90), budget.hold(10)];

  const room = large.growPatiently(200);
  others.shrinkTo(0);

  await room;
  expect(budget.heldBytes).toBe(290);
});

test('others that take too long are not waited for, and then somebody else may begin', async () => {
  const budget = new ByteBudget(100, 0);
  const [large] = [budget.hold(40), budget.hold(50)];

  await expect(large.growPatiently(30)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });

  expect(() => budget.hold(10)).not.toThrow();
});

test('one that gives up while it waits holds nothing, and makes way for others', async () => {
  const budget = new ByteBudget(100);
  const [large, others] = [budget.hold(40), budget.hold(50)];

  const room = large.growPatiently(30);
  large.release();
  expect(() => budget.hold(1).release()).not.toThrow();
  others.release();

  await expect(room).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  expect(budget.heldBytes).toBe(0);
});

test('one that gives up as soon as it has got room holds nothing', async () => {
  const budget = new ByteBudget(100);
  const [large, others] = [budget.hold(40), budget.hold(50)];

  const room = large.growPatiently(30);
  others.release();
  large.release();

  await room;
  expect(budget.heldBytes).toBe(0);
});
