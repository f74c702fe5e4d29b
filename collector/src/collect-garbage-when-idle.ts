import { collectHeap } from './collect-heap.ts';
import { IdleWork } from './idle-work.ts';

const IDLE_MS = 5_000;

/**
 * Makes what gives a thread's free memory back to the system once it has had nothing to do for some seconds; its
 * `postpone` is to be called with each request. Left to itself V8 keeps what it has once needed: a third of what an idle
 * collector took. Takes some tens of milliseconds, once.
 *
 * @param letGo Called before, for what is only held to be used again
 */
export function idleCollector(letGo: () => void = () => {}): IdleWork {
  return new IdleWork(IDLE_MS, () => {
    letGo();
    collectHeap('last-resort');
  });
}
