import { expect, test } from 'vitest';
import { type Asker, FairTurns } from './fair-turns.ts';
import { RecentAsks } from './recent-asks.ts';

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

test('where no more can wait, the last of whoever has or asks most makes room, and otherwise who comes is refused', async () => {
  const { ask, endAll, begun, refused } = turns({ waiting: 3 });
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'd1', 'e1']) ask(name);
  await endAll();
  expect(begun).toEqual(['a1', 'b1', 'c1', 'd1']);
  expect(refused.sort()).toEqual(['a2', 'a3', 'a4', 'e1']);
});

/** So many networks of /48 ask again and again; who of `begun` comes first out of a network that has not asked before? */
async function flooded(networks: number, rounds: number) {
  let nowMs = 0;
  const fair = new FairTurns({ atOnce: 2, waitingOfOne: 8, waiting: 20 }, new RecentAsks(() => nowMs));
  const ends: (() => void)[] = [];
  const ask = (origin: string) =>
    fair.take({ origin, isKnown: false }, () => new Promise<void>((end) => ends.push(end)));
  const flood = (round: number): void => {
    // Other networks of 64 bits each time: whoever has a /48 has 65,536 of them.
    for (let of = 0; of < networks; of++) ask(`2001:db8:${of.toString(16)}:${round}::/64`).catch(() => {});
  };
  const turn = async (): Promise<void> => {
    nowMs += 200;
    for (const end of ends.splice(0)) end();
    for (let step = 0; step < 10; step++) await Promise.resolve();
  };
  for (let round = 0; round < rounds; round++) {
    flood(round);
    await turn();
  }
  const came = nowMs;
  let isLetIn: boolean | undefined;
  fair
    .take({ origin: '2001:db8:ffff:1::/64', isKnown: false }, async () => {
      isLetIn = true;
    })
    .catch(() => {
      isLetIn = false;
    });
  for (let round = rounds; isLetIn === undefined; round++) {
    flood(round);
    await turn();
  }
  return { isLetIn, waitedMs: nowMs - came };
}

test('somebody unknown from a new network is let in within seconds while hundreds of networks keep asking', async () => {
  expect(await flooded(20, 10)).toEqual({ isLetIn: true, waitedMs: expect.any(Number) });
  const { isLetIn, waitedMs } = await flooded(500, 3);
  expect(isLetIn).toBe(true);
  expect(waitedMs).toBeLessThan(5_000);
});

test('what was asked long ago counts no longer, and what is asked from around a network hardly', () => {
  let nowMs = 0;
  const asks = new RecentAsks(() => nowMs);
  for (let of = 0; of < 16; of++) asks.note(`2001:db8:1:${of}::/64`);
  expect(asks.of('2001:db8:1:99::/64')).toBeGreaterThanOrEqual(16);
  expect(asks.of('2001:db8:2:1::/64')).toBeCloseTo(16 / 64);
  asks.note('192.0.2.1');
  expect([asks.of('192.0.2.1'), asks.of('198.51.100.1')]).toEqual([1 + 1 / 64, 0]);
  nowMs = 600_000;
  expect(asks.of('2001:db8:1:99::/64')).toBeLessThan(0.1);
});
