import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { missingNativePackages } from './native-packages.mjs';

const BIOME = {
  '@biomejs/cli-win32-x64': '2.6.8',
  '@biomejs/cli-linux-x64': '2.6.8',
  '@biomejs/cli-linux-x64-musl': '2.6.8',
  '@biomejs/cli-linux-arm64': '2.6.8',
};

function installed(...packages) {
  const root = mkdtempSync(join(tmpdir(), 'tracewright-native-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [name, optionalDependencies] of packages) {
    mkdirSync(join(root, 'node_modules', name), { recursive: true });
    writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ optionalDependencies }));
  }
  return root;
}

test('the compiled package of this platform is named with its version where npm left it out', () => {
  const root = installed(['@biomejs/biome', BIOME]);
  expect(missingNativePackages(root, { platform: 'win32', arch: 'x64', libc: undefined })).toEqual([
    '@biomejs/cli-win32-x64@2.6.8',
  ]);
});

test('the two C libraries of Linux get their own package', () => {
  const root = installed(['@biomejs/biome', BIOME]);
  const host = { platform: 'linux', arch: 'x64' };
  expect(missingNativePackages(root, { ...host, libc: 'glibc' })).toEqual(['@biomejs/cli-linux-x64@2.6.8']);
  expect(missingNativePackages(root, { ...host, libc: 'musl' })).toEqual(['@biomejs/cli-linux-x64-musl@2.6.8']);
});

test('nothing is missing where the package is there, or where the platform has none', () => {
  const root = installed(['@biomejs/biome', BIOME], ['@biomejs/cli-linux-arm64', {}]);
  expect(missingNativePackages(root, { platform: 'linux', arch: 'arm64', libc: 'glibc' })).toEqual([]);
  expect(missingNativePackages(root, { platform: 'sunos', arch: 'x64', libc: undefined })).toEqual([]);
});

test('the lock has an entry for every optional package of every platform, without which npm ci refuses it', () => {
  const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  const lacking = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !foldersSeenFrom(at).some((folder) => packages[folder + name])),
  );
  expect(lacking).toEqual([]);
});

/** The `node_modules` in which a package of the lock is looked for from another, nearest first. */
function foldersSeenFrom(at) {
  const above = [...at.matchAll(/\/?node_modules\//g)].map(({ index }) => at.slice(0, index)).reverse();
  return [...new Set([at, ...above, ''])].map((folder) => `${folder}${folder && '/'}node_modules/`);
}
