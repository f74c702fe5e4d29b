import { expect, test } from 'vitest';
import { type EarlyBundle, filesOf } from '../build/early-files.ts';

const chunk = (facadeModuleId: string | null, imports: readonly string[], css: readonly string[] = []) =>
  ({
    type: 'chunk',
    isEntry: facadeModuleId === '/index.html',
    facadeModuleId,
    imports,
    viteMetadata: { importedCss: new Set(css) },
  }) as const;

const BUNDLE: EarlyBundle = {
  'assets/index.js': chunk('/index.html', ['assets/base.js'], ['assets/index.css']),
  'assets/base.js': chunk(null, []),
  'assets/list.js': chunk('/src/traces/traces-page.tsx', ['assets/base.js', 'assets/lists.js'], ['assets/list.css']),
  'assets/lists.js': chunk(null, ['assets/base.js'], ['assets/lists.css']),
  'assets/other.js': chunk('/src/other-page.tsx', []),
  'assets/list.css': { type: 'asset' },
};

test('a page is fetched early with all that it needs, but for what the entry brings along', () => {
  expect([...filesOf(BUNDLE, '/traces-page.tsx')].sort()).toEqual([
    '/assets/list.css',
    '/assets/list.js',
    '/assets/lists.css',
    '/assets/lists.js',
  ]);
});

test('a page that is none of its own fails the build', () => {
  expect(() => filesOf(BUNDLE, '/gone-page.tsx')).toThrow('/gone-page.tsx');
});
