import { expect, onTestFinished, test, vi } from 'vitest';
import { EVERYWHERE, listKeys, onPageKeys } from './page-keys.ts';

test('keys that do the same are one line, those of every page come last, bare functions are not listed', () => {
  vi.stubGlobal('document', new EventTarget());
  onTestFinished(() => void vi.unstubAllGlobals());
  const next = { says: 'next trace', run: () => undefined };
  const stops = [
    onPageKeys({ '?': { says: 'all keys', run: () => undefined } }, EVERYWHERE),
    onPageKeys({ j: next, ArrowDown: next, x: () => undefined }),
  ];

  expect(listKeys()).toEqual([
    { group: 'This page', keys: ['j', 'ArrowDown'], says: 'next trace' },
    { group: 'Everywhere', keys: ['?'], says: 'all keys' },
  ]);
  for (const stop of stops) stop();
  expect(listKeys()).toEqual([]);
});
