/** Loaded before a collector, in each of its threads: `Date` is as far off as the file FAULT_CLOCK says, ms. */
import { readFileSync } from 'node:fs';

const FILE = process.env.FAULT_CLOCK;
const LOOK_EVERY_MS = 20;
const now = Date.now;
let lookedMs = Number.NEGATIVE_INFINITY;
let offMs = 0;

function jumped() {
  if (performance.now() - lookedMs > LOOK_EVERY_MS) {
    lookedMs = performance.now();
    offMs = Number(readFileSync(FILE, 'utf8'));
  }
  return now() + offMs;
}

if (FILE !== undefined) {
  globalThis.Date = new Proxy(Date, {
    get: (target, key) => (key === 'now' ? jumped : Reflect.get(target, key)),
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [jumped()] : given, newTarget),
  });
}
