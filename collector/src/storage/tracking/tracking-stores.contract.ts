import { describe, onTestFinished } from 'vitest';
import { experimentCases } from './experiments/experiment-store.contract.ts';
import { NOW_MS, type OpenedStores, type OpenStores } from './opened-stores.contract.ts';
import { traceNoteCases } from './trace-notes/trace-note-store.contract.ts';

/** What every adapter has to do. @param open fresh stores with that clock */
export function trackingStoresContract(name: string, open: (nowMs: () => number) => Promise<OpenedStores>): void {
  const opened: OpenStores = async (clock = { nowMs: NOW_MS }) => {
    const made = await open(() => clock.nowMs);
    onTestFinished(() => made.close());
    return made;
  };
  describe(`${name}: experiments`, () => experimentCases(opened));
  describe(`${name}: tags and feedback of traces`, () => traceNoteCases(opened));
}
