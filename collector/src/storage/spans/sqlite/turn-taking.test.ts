import { expect, test } from 'vitest';
import { TurnTaking } from './turn-taking.ts';

test('who has had the fewest turns is next, of equals who has waited longest', async () => {
  const turns = new TurnTaking();
  const order: string[] = [];
  const take = (who: string, had: number) => turns.next(had).then(() => order.push(who));

  await Promise.all([take('long', 5), take('first', 1), take('second', 1), take('new', 0)]);

  expect(order).toEqual(['new', 'first', 'second', 'long']);
});

test('what has come meanwhile runs between two turns', async () => {
  const turns = new TurnTaking();
  const order: string[] = [];
  const come = () => setImmediate(() => order.push('another'));

  await Promise.all([
    turns.next(1).then(() => {
      order.push('turn');
      come();
    }),
    turns
      .next(1)
      .then(() => turns.next(2))
      .then(() => order.push('last')),
  ]);

  expect(order).toEqual(['turn', 'another', 'last']);
});
