import { describe, onTestFinished } from 'vitest';
import { arrivalCases } from './contract/arrival.contract.ts';
import { attributionCases } from './contract/attribution.contract.ts';
import { billCases } from './contract/bill.contract.ts';
import { changeCases } from './contract/changes.contract.ts';
import { filterCases } from './contract/filter.contract.ts';
import { lateEventCases } from './contract/late-events.contract.ts';
import { lengthCases } from './contract/length.contract.ts';
import { listCases } from './contract/list.contract.ts';
import type { OpenStore } from './contract/open-store.contract.ts';
import { qualityCases } from './contract/quality.contract.ts';
import { questionCases } from './contract/questions.contract.ts';
import { retentionCases } from './contract/retention.contract.ts';
import { skeletonCases } from './contract/skeleton.contract.ts';
import { spanCases } from './contract/spans.contract.ts';

/** What every adapter has to do. Call it in the adapter's test file. */
export function spanStoreContract(name: string, open: OpenStore): void {
  const opened: OpenStore = async () => {
    const made = await open();
    onTestFinished(() => made.store.close());
    return made;
  };
  describe(`${name}: arrival of spans`, () => arrivalCases(opened));
  describe(`${name}: spans of a trace`, () => spanCases(opened));
  describe(`${name}: skeleton of a trace`, () => skeletonCases(opened));
  describe(`${name}: summary of a trace`, () => billCases(opened));
  describe(`${name}: where time went`, () => attributionCases(opened));
  describe(`${name}: length of a trace`, () => lengthCases(opened));
  describe(`${name}: late events`, () => lateEventCases(opened));
  describe(`${name}: list of traces`, () => listCases(opened));
  describe(`${name}: filters`, () => filterCases(opened));
  describe(`${name}: questions about many`, () => questionCases(opened));
  describe(`${name}: data quality`, () => qualityCases(opened));
  describe(`${name}: age and size`, () => retentionCases(opened));
  describe(`${name}: changes, deletion and sharing`, () => changeCases(opened));
}
