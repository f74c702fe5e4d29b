import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { firstLoadBytes } from '../build/first-load-bytes.ts';
import { buildViewer } from './built-viewer.ts';

test('the build has compressed copies of its files, no inline script, and names no other origin', async () => {
  const dir = await buildViewer();
  const files = await readdir(dir, { recursive: true });
  const scripts = files.filter((file) => file.endsWith('.js'));
  expect(scripts.length).toBeGreaterThanOrEqual(3);

  for (const file of scripts.filter((name) => name.includes('assets'))) {
    const text = await readFile(join(dir, file));
    expect(file).toMatch(/-[\w-]{8}\.js$/);
    // Of the smallest a copy would save nothing.
    if (text.byteLength < 512) continue;
    expect(gunzipSync(await readFile(join(dir, `${file}.gz`))).equals(text)).toBe(true);
    expect(brotliDecompressSync(await readFile(join(dir, `${file}.br`))).equals(text)).toBe(true);
  }
  const html = await readFile(join(dir, 'index.html'), 'utf8');
  expect(html.match(/<script[^>]*>[^<]/g)).toBeNull();
  expect(html.match(/(?:src|href)="(?!\/)/g)).toBeNull();
});

test('all pages together stay light, but for the library of the charts, which comes with the first one', async () => {
  const dir = await buildViewer();
  const files = await readdir(join(dir, 'assets'));
  const sizes = files
    .filter((file) => file.endsWith('.js') && !file.startsWith('echarts'))
    .map(async (file) => {
      const { byteLength } = gzipSync(await readFile(join(dir, 'assets', file)), { level: 9 });
      return { file, byteLength };
    });
  const all = await Promise.all(sizes);
  const weigh = (isMeant: (file: string) => boolean) =>
    all.reduce((sum, { file, byteLength }) => (isMeant(file) ? sum + byteLength : sum), 0);

  // Evaluations, A/B tests, reviews and datasets have a share of their own, so that none of the others grows by it.
  const isOfEvaluations = (file: string) => /^(ab-|evaluation|reviews|dataset|comparison-worker)/.test(file);
  // So have the pages of people, keys, permissions and privacy, which few open.
  const isOfTeam = (file: string) => /^team/.test(file);
  expect(weigh((file) => !isOfEvaluations(file) && !isOfTeam(file))).toBeLessThanOrEqual(195_000);
  expect(weigh(isOfTeam)).toBeLessThanOrEqual(23_000);
  expect(weigh(isOfEvaluations)).toBeLessThanOrEqual(50_000);
});

test('the first load is the entry and what it imports at once, each file once', () => {
  const chunk = (code: string, imports: readonly string[], isEntry = false) =>
    ({ type: 'chunk', isEntry, code, imports }) as const;
  const bundle = {
    'entry.js': chunk('entry', ['shared.js', 'other.js'], true),
    'other.js': chunk('other', ['shared.js']),
    'shared.js': chunk('shared', ['entry.js']),
    'lazy.js': chunk('lazy', ['shared.js']),
    'style.css': { type: 'asset' },
  } as const;
  const sizeBytes = (code: string) => gzipSync(code, { level: 9 }).byteLength;

  expect(firstLoadBytes(bundle)).toBe(sizeBytes('entry') + sizeBytes('other') + sizeBytes('shared'));
});
