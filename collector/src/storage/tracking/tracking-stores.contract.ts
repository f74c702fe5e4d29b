import { describe, onTestFinished } from 'vitest';
import { assessmentCases } from './assessments/assessment-store.contract.ts';
import { experimentCases } from './experiments/experiment-store.contract.ts';
import { NOW_MS, type OpenedStores, type OpenStores } from './opened-stores.contract.ts';
import { traceInfoCases } from './trace-infos/trace-info-store.contract.ts';
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
  describe(`${name}: infos on traces`, () => traceInfoCases(opened));
  describe(`${name}: assessments of traces`, () => assessmentCases(opened));
}
