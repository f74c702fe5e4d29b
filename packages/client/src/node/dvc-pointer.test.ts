import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fromFile, readDvcPointer } from './index.ts';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-dvc-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('a file that DVC tracks is told by its hash, whatever else its file says', async () => {
  const folder = folderOf({
    'a.jsonl.dvc': `outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 37891850\n  hash: md5\n  path: "a.jsonl"\nmeta:\n  path: no\n`,
    'b.dvc': `md5: 0123456789abcdef0123456789abcdef\nouts:\n  - path: b\n    md5: 0123456789abcdef0123456789abcdef.dir\n`,
    'two.dvc': 'outs:\n- md5: a304afb96060aad90176268345e10355\n  path: a\n- path: b\n',
    'none.dvc': 'deps:\n- path: a\n',
  });
  expect(await readDvcPointer(join(folder, 'a.jsonl.dvc'))).toMatchObject({
    kind: 'dvc',
    md5: 'a304afb96060aad90176268345e10355',
    sizeBytes: 37_891_850,
    path: expect.stringMatching(/a\.jsonl$/),
  });
  expect(await readDvcPointer(join(folder, 'b.dvc'))).toMatchObject({
    md5: '0123456789abcdef0123456789abcdef.dir',
    sizeBytes: null,
  });
  for (const name of ['two.dvc', 'none.dvc']) {
    await expect(readDvcPointer(join(folder, name))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  }
});

test('its path is that within the repository, through a link or from another folder as well', async () => {
  const repository = folderOf({});
  const links = folderOf({});
  execFileSync('git', ['init', '--quiet'], { cwd: repository });
  mkdirSync(join(repository, 'data'));
  const out = 'outs:\n- md5: a304afb96060aad90176268345e10355\n  path: a.jsonl\n';
  writeFileSync(join(repository, 'data/a.dvc'), out);
  writeFileSync(join(repository, 'data/b.dvc'), `wdir: ..\n${out}`);
  symlinkSync(repository, join(links, 'link'));
  expect((await readDvcPointer(join(links, 'link/data/a.dvc'))).path).toBe('data/a.jsonl');
  expect((await readDvcPointer(join(repository, 'data/b.dvc'))).path).toBe('a.jsonl');
});

test('a file is read by the ending of its name', async () => {
  const folder = folderOf({ 'a.CSV': 'q\nwhy\n', 'a.ndjson': '{"inputs":{"q":"why"}}\n', 'a.txt': 'why' });
  for (const name of ['a.CSV', 'a.ndjson']) {
    expect(await fromFile(join(folder, name))).toEqual([{ inputs: { q: 'why' } }]);
  }
  await expect(fromFile(join(folder, 'a.txt'))).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
});
