import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { IdleWork } from './idle-work.ts';

/** V8's own collector, as far as it is used here. */
type Collect = (options: { readonly type: 'major'; readonly flavor: 'last-resort' }) => void;

const IDLE_MS = 5_000;

/**
 * Makes what gives a thread's free memory back to the system once it has had nothing to do for some seconds; its
 * `postpone` is to be called with each request. Left to itself V8 keeps what it has once needed: a third of what an idle
 * collector took. Takes some tens of milliseconds, once.
 */
export function idleCollector(): IdleWork {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  return new IdleWork(IDLE_MS, () => collect({ type: 'major', flavor: 'last-resort' }));
}
