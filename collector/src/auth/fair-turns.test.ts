import { expect, test } from 'vitest';
import { type Asker, FairTurns } from './fair-turns.ts';

/** Turns of which each lasts until it is ended, and who has had one. */
function turns(given: { readonly waitingOfOne?: number; readonly waiting?: number } = {}) {
  const fair = new FairTurns({ atOnce: 1, waitingOfOne: 10, waiting: 10, ...given });
  const begun: string[] = [];
  const refused: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (name: string, asker: Partial<Asker> = {}): void => {
    const work = async () => {
      begun.push(name);
      await new Promise<void>((end) => ends.push(end));
    };
    fair.take({ origin: name[0]!, isKnown: false, ...asker }, work).catch(() => refused.push(name));
  };
  const endAll = async (): Promise<void> => {
    for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
      end();
      // The end is told, the turn handed on, and the work begun.
      for (let step = 0; step < 10; step++) await Promise.resolve();
    }
  };
  return { ask, endAll, begun, refused };
}

test('whoever asks once waits for one turn of somebody who asks for many', async () => {
  const { ask, endAll, begun } = turns();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) ask(name);
  await endAll();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
});

test('whoever is known comes before everybody who is not', async () => {
  const { ask, endAll, begun } = turns();
  for (const name of ['a1', 'b1', 'c1', 'd1']) ask(name);
  ask('k1', { isKnown: true });
  await endAll();
  expect(begun).toEqual(['a1', 'k1', 'b1', 'c1', 'd1']);
});

test('one origin has only so many wait', async () => {
  const { ask, endAll, begun, refused } = turns({ waitingOfOne: 2 });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) ask(name);
  await endAll();
  expect([begun, refused]).toEqual([['a1', 'a2', 'b1', 'a3'], ['a4']]);
});

test('where no more can wait, the last of whoever has most makes room, and otherwise who comes is refused', async () => {
  const { ask, endAll, begun, refused } = turns({ waiting: 3 });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'd1']) ask(name);
  await endAll();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1']);
  expect(refused.sort()).toEqual(['a3', 'a4', 'd1']);
});
