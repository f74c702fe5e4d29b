import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeTestFolder, removeLeftBehind } from './test-folder.mjs';

test('a thorough run, and one that is told where, has its folder among all temporary ones', () => {
  for (const env of [{ TRACEWRIGHT_THOROUGH: '1' }, { TMPDIR: tmpdir() }]) {
    const folder = makeTestFolder(env);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect(dirname(folder)).toBe(tmpdir());
  }
});

test('what a run that was killed has left behind is removed an hour later, and nothing else', () => {
  const base = mkdtempSync(join(tmpdir(), 'tracewright-folders-'));
  onTestFinished(() => rmSync(base, { recursive: true }));
  // No system gives a process such a number.
  const dead = join(base, 'tracewright-test-999999999-abc');
  const others = [`tracewright-test-${process.pid}-abc`, 'tracewright-999999999', 'chromium'].map((name) =>
    join(base, name),
  );
  for (const folder of [dead, ...others]) mkdirSync(join(folder, 'store'), { recursive: true });
  const left = () => [dead, ...others].map((folder) => existsSync(folder));
  removeLeftBehind(base);
  expect(left()).toEqual([true, true, true, true]);
  removeLeftBehind(base, Date.now() + 2 * 3_600_000);
  expect(left()).toEqual([false, true, true, true]);
});

test.skipIf(process.getuid?.() === 0)('what somebody else has left behind there stops nobody', () => {
  const base = mkdtempSync(join(tmpdir(), 'tracewright-folders-'));
  const theirs = join(base, 'tracewright-test-999999999-abc');
  onTestFinished(() => {
    chmodSync(theirs, 0o700);
    rmSync(base, { recursive: true });
  });
  mkdirSync(join(theirs, 'store'), { recursive: true });
  chmodSync(theirs, 0o000);
  removeLeftBehind(base, Date.now() + 2 * 3_600_000);
  expect(existsSync(theirs)).toBe(true);
});
