import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { lint } from './lint.mjs';

const MODULES = fileURLToPath(new URL('../node_modules/', import.meta.url));
const FINE = 'export const answer = 42;\n';
const WRONG = 'export default 42\n';

function repository(files) {
  const root = mkdtempSync(join(tmpdir(), 'tracewright-lint-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  spawnSync('git', ['init', '--quiet'], { cwd: root });
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(join(MODULES, '@biomejs'), join(root, 'node_modules', '@biomejs'));
  const write = (name, content) => writeFileSync(join(root, name), content);
  for (const [name, content] of Object.entries({ '.gitignore': 'node_modules\n', ...files })) write(name, content);
  return { root, write, lint: () => lint(root, join(root, 'node_modules', 'lint.json')) };
}

test('what is wrong is said each time until it is mended, and what is fine is looked at once', async () => {
  const { write, lint: look } = repository({ 'a.js': FINE, 'b.js': WRONG });
  for (const _ of ['first', 'again'])
    expect(await look()).toEqual({ isFine: false, said: expect.stringContaining('b.js') });
  write('b.js', FINE);
  expect(await look()).toEqual({ isFine: true, said: expect.stringContaining('Checked') });
  expect(await look()).toEqual({ isFine: true, said: 'Nothing has changed since it was found fine.\n' });
  write('a.js', WRONG);
  expect(await look()).toMatchObject({ isFine: false, said: expect.stringContaining('a.js') });
});

test.each(['biome.json', 'biome.jsonc'])(
  'where the rules in %s have changed, all is looked at by them',
  async (name) => {
    const { write, lint: look } = repository({ 'a.js': "export const name = 'a';\n", [name]: rules('single') });
    expect((await look()).isFine).toBe(true);
    write(name, rules('double'));
    expect(await look()).toMatchObject({ isFine: false, said: expect.stringContaining('a.js') });
  },
);

test('what was moved or removed without a word to git is looked at where it is, and not where it was', async () => {
  const { root, lint: look } = repository({ 'a.js': FINE, 'b.js': WRONG, 'c.js': FINE });
  spawnSync('git', ['add', '.'], { cwd: root });
  renameSync(join(root, 'b.js'), join(root, 'moved.js'));
  rmSync(join(root, 'c.js'));
  const { isFine, said } = await look();
  expect(isFine).toBe(false);
  expect(said).toContain('moved.js');
  expect(said).not.toContain('Cannot read');
  rmSync(join(root, 'moved.js'));
  expect(await look()).toMatchObject({ isFine: true });
});

test('a copy without a repository of its own is looked at, though one around it ignores it', async () => {
  const { root, write } = repository({ '.gitignore': 'node_modules\ncopy\n' });
  const copy = join(root, 'copy');
  mkdirSync(join(copy, 'node_modules'), { recursive: true });
  symlinkSync(join(MODULES, '@biomejs'), join(copy, 'node_modules', '@biomejs'));
  write('copy/a.js', WRONG);
  const outcome = await lint(copy, join(copy, 'node_modules', 'lint.json'));
  expect(outcome).toMatchObject({ isFine: false, said: expect.stringContaining('a.js') });
});

function rules(quoteStyle) {
  return `{ "javascript": { "formatter": { "quoteStyle": "${quoteStyle}" } } }\n`;
}
