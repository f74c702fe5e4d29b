import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { youngCollector } from './collect-young.ts';

const { NODE_PERFORMANCE_GC_FLAGS_FORCED, NODE_PERFORMANCE_GC_MINOR } = constants;
const MEBIBYTE = 1024 * 1024;

test('the young are collected once a megabyte of bodies has been committed, not after each commit of a span', async () => {
  const collectYoung = youngCollector();

  expect(await collectionsAsked(() => collectYoung(MEBIBYTE - 1))).toBe(0);
  expect(await collectionsAsked(() => collectYoung(1))).toBe(1);
  expect(await collectionsAsked(() => collectYoung(1))).toBe(0);
  expect(await collectionsAsked(() => collectYoung(2 * MEBIBYTE))).toBe(1);
});

/** How often V8 was told to collect what is young, not counting what it collects by itself. */
async function collectionsAsked(act: () => void): Promise<number> {
  let count = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (isAsked(entry)) count++;
  });
  observer.observe({ entryTypes: ['gc'] });
  act();
  // V8 tells Node, Node tells the observer: each in turns of its own.
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  observer.disconnect();
  return count;
}

/** Entries of `gc` have a detail, which Node's types leave out. */
function isAsked(entry: PerformanceEntry): boolean {
  const { kind, flags } = (entry as unknown as { readonly detail: { readonly kind: number; readonly flags: number } })
    .detail;
  return kind === NODE_PERFORMANCE_GC_MINOR && (flags & NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
}
