import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ENTRY = fileURLToPath(new URL('index.ts', import.meta.url));

test('what the viewer may take of this package brings the schema and statistics along, and nothing else', () => {
  const packages = new Set<string>();
  const files = new Set<string>();
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    // Types are gone once it is built.
    for (const [, from] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export) (?!type )[\s\S]*? from '(.+)';$/gm,
    )) {
      if (from?.startsWith('.')) follow(resolve(dirname(file), from));
      else packages.add(from ?? '');
    }
  };

  follow(ENTRY);

  expect(files.size).toBeGreaterThan(5);
  expect([...packages].sort()).toEqual(['@tracewright/schema', '@tracewright/statistics']);
});
