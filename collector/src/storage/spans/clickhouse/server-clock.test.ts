import { expect, test } from 'vitest';
import { ServerClock } from './server-clock.ts';

/** A machine and a server whose clocks are set by hand, ms. */
function clocks() {
  const time = { monotonic: 1_000, wall: 500_000, server: 900_000, asked: 0 };
  const ask = async () => {
    time.asked++;
    return time.server;
  };
  const pass = (ms: number) => {
    time.monotonic += ms;
    time.wall += ms;
    time.server += ms;
  };
  return { time, pass, clock: new ServerClock(ask, { monotonicMs: () => time.monotonic, wallMs: () => time.wall }) };
}

test('it shows what the server shows, which is not asked each time', async () => {
  const { time, pass, clock } = clocks();
  await clock.keepUp();
  pass(30_000);
  await clock.keepUp();
  expect(clock.nowMs()).toBe(930_000);
  expect(time.asked).toBe(1);
});

test('a server whose clock goes faster, or was set, is followed within a minute', async () => {
  const { time, pass, clock } = clocks();
  await clock.keepUp();
  time.server += 7_000;
  pass(60_000);
  await clock.keepUp();
  expect(clock.nowMs()).toBe(time.server);
});

test('a machine that was asleep asks at once, and so does one whose clock was set', async () => {
  const { time, clock } = clocks();
  await clock.keepUp();
  time.wall += 3_600_000;
  time.server += 3_600_000;
  await clock.keepUp();
  expect(clock.nowMs()).toBe(time.server);
  time.wall -= 5_000;
  await clock.keepUp();
  expect([clock.nowMs(), time.asked]).toEqual([time.server, 3]);
  await clock.keepUp();
  expect(time.asked).toBe(3);
});
