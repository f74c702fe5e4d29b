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

/** Who asks in each round of a flood: from which network, by which name, and whether there is somebody of that name. */
type Flood = (
  round: number,
) => readonly { readonly origin: string; readonly name: string; readonly isSomebody: boolean }[];

/** Other networks of 64 bits each time: whoever has a /48 has 65,536 of them. */
const fromNetworks =
  (count: number): Flood =>
  (round) =>
    Array.from({ length: count }, (_, of) => {
      return { origin: `2001:db8:${of.toString(16)}:${round}::/64`, name: `${round} ${of}`, isSomebody: true };
    });

/** Networks that have nothing in common and come once each. */
const newEachTime =
  (count: number, nameOf: (of: number) => string, isSomebody: boolean): Flood =>
  (round) =>
    Array.from({ length: count }, (_, of) => {
      const number = round * count + of;
      const [high, low] = [(number >>> 12).toString(16), (number & 4_095).toString(16)];
      return { origin: `2a${high}:${low}:1:1::/64`, name: nameOf(number), isSomebody };
    });

/** Others ask again and again; is somebody let in who comes out of a network that has not asked before, and when? */
async function flooded(flood: Flood, rounds: number) {
  let nowMs = 0;
  const fair = new FairTurns(
    { atOnce: 2, waitingOfOne: 8, waiting: 20 },
    { nowMs: () => nowMs, wait: () => new Promise((end) => ends.push(end)) },
  );
  const ends: (() => void)[] = [];
  const askAll = (round: number): void => {
    for (const { origin, name, isSomebody } of flood(round)) {
      const work = () => new Promise<void>((end) => ends.push(end));
      const asker = { origin, name, isKnown: false };
      (isSomebody ? fair.take(asker, work) : fair.pass(asker, work)).catch(() => {});
    }
  };
  const turn = async (): Promise<void> => {
    nowMs += 200;
    for (const end of ends.splice(0)) end();
    for (let step = 0; step < 10; step++) await Promise.resolve();
  };
  for (let round = 0; round < rounds; round++) {
    askAll(round);
    await turn();
  }
  const came = nowMs;
  let isLetIn: boolean | undefined;
  fair
    .take({ origin: '2001:db8:ffff:1::/64', name: 'ada', isKnown: false }, async () => {
      isLetIn = true;
    })
    .catch(() => {
      isLetIn = false;
    });
  for (let round = rounds; isLetIn === undefined; round++) {
    askAll(round);
    await turn();
  }
  return { isLetIn, waitedMs: nowMs - came };
}

test('somebody unknown from a new network is let in within seconds while hundreds of networks keep asking', async () => {
  expect(await flooded(fromNetworks(20), 10)).toEqual({ isLetIn: true, waitedMs: expect.any(Number) });
  const { isLetIn, waitedMs } = await flooded(fromNetworks(500), 3);
  expect(isLetIn).toBe(true);
  expect(waitedMs).toBeLessThan(5_000);
});

test.each([
  ['by names of nobody', newEachTime(60, (of) => `nobody ${of}`, false)],
  ['by thirty names again and again', newEachTime(60, (of) => `user ${of % 30}`, true)],
])('somebody is let in within seconds while networks that are new each time keep asking %s', async (_, flood) => {
  const { isLetIn, waitedMs } = await flooded(flood, 10);
  expect(isLetIn).toBe(true);
  expect(waitedMs).toBeLessThan(5_000);
});

test('who asks by names of nobody is told when and what who asks by names of somebody is told, from one network or several', async () => {
  const told = async (isSomebody: (of: number) => boolean, originOf: (of: number) => string) => {
    let nowMs = 0;
    const timers: { readonly atMs: number; readonly end: () => void }[] = [];
    const wait = (ms: number) => new Promise<void>((end) => timers.push({ atMs: nowMs + ms, end }));
    const fair = new FairTurns({ atOnce: 2, waitingOfOne: 8, waiting: 20 }, { nowMs: () => nowMs, wait });
    const work = () => wait(200);
    const answers = Array.from({ length: 30 }, async (_, of) => {
      const asker = { origin: originOf(of), name: `${of}`, isKnown: false };
      const done = isSomebody(of) ? fair.take(asker, work, () => true) : fair.pass(asker, work);
      return done.then(
        () => nowMs,
        () => 'refused',
      );
    });
    for (let rounds = 0; rounds < 100; rounds++) {
      for (let step = 0; step < 20; step++) await Promise.resolve();
      timers.sort((a, b) => a.atMs - b.atMs);
      const next = timers.shift();
      nowMs = next?.atMs ?? nowMs;
      next?.end();
    }
    return Promise.all(answers);
  };
  const ofOne = await told(
    () => true,
    () => 'a',
  );
  expect(ofOne).toEqual([...[200, 200, 400, 400, 600, 600, 800, 800, 1_000, 1_000], ...Array(20).fill('refused')]);
  for (const isSomebody of [() => false, (of: number) => of === 9, (of: number) => of % 3 === 0]) {
    expect(await told(isSomebody, () => 'a')).toEqual(ofOne);
  }
  const ofThree = await told(
    () => true,
    (of) => `${of % 3}`,
  );
  expect(
    (
      await told(
        (of) => of === 12,
        (of) => `${of % 3}`,
      )
    ).slice(0, 22),
  ).toEqual(ofThree.slice(0, 22));
});

test('work that comes to nothing takes nobody’s turn, lasts as long as that of others, and is refused where theirs is', async () => {
  let nowMs = 0;
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const fair = new FairTurns({ atOnce: 1, waitingOfOne: 8, waiting: 2 }, { nowMs: () => nowMs, wait });
  const asker = (name: string) => ({ origin: name, name, isKnown: false });
  let isDone = false;
  const nothing = async () => {
    isDone = true;
  };
  await fair.pass(asker('a'), nothing);
  // It took no time, and would usually have taken some.
  expect([isDone, waits]).toEqual([true, [200]]);
  isDone = false;
  const ends: (() => void)[] = [];
  const take = (name: string) => fair.take(asker(name), () => new Promise<void>((end) => ends.push(end)));
  const first = take('b');
  nowMs = 300;
  ends.pop()!();
  await first;
  const under = [take('c'), take('d')];
  await fair.pass(asker('e'), nothing);
  expect(isDone).toBe(false);
  // As long as it takes until those are done with of whom there may be so many before it.
  expect(waits[1]).toBe(900);
  under.push(take('f'));
  await expect(fair.pass(asker('g'), nothing)).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  while (ends.length > 0) {
    ends.pop()!();
    for (let step = 0; step < 10; step++) await Promise.resolve();
  }
  await Promise.all(under);
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
