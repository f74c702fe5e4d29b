import { readFile } from 'node:fs/promises';
import { dirname, posix, resolve } from 'node:path';
import type { DatasetPointer } from '@tracewright/schema';
import { TracewrightError } from '../http/tracewright-error.ts';
import { git, withoutCredentials } from './git.ts';

/**
 * Reads what a `.dvc` file says of the file that DVC tracks by it: its hash and path, with the repository and the commit
 * that they are from. The data themselves stay where they are.
 *
 * @param file such as `data/cases.jsonl.dvc`
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` where it tracks no file, or several, or not by MD5
 */
export async function readDvcPointer(file: string): Promise<DatasetPointer> {
  const text = await readFile(file, 'utf8');
  const outs = readOuts(text);
  const [out] = outs;
  const { md5, path, size } = out ?? {};
  if (outs.length !== 1 || path === undefined || !/^[0-9a-f]{32}(\.dir)?$/.test(md5 ?? '')) {
    const message = `${file} does not say the MD5 hash of one file: is it a .dvc file?`;
    throw new TracewrightError('INVALID_PARAMETER_VALUE', message);
  }
  const folder = dirname(resolve(file));
  // Asked of git: a folder behind a link has another path than git knows.
  const [within = '', revision, remote] = await Promise.all([
    git(folder, 'rev-parse', '--show-prefix'),
    git(folder, 'rev-parse', 'HEAD'),
    git(folder, 'remote', 'get-url', 'origin'),
  ]);
  return {
    kind: 'dvc',
    path: posix.join(within, workingFolder(text), path),
    md5: md5 ?? '',
    sizeBytes: size === undefined ? null : Number(size),
    repository: remote === undefined ? null : withoutCredentials(remote),
    revision: revision ?? null,
  };
}

/** Where the paths of a `.dvc` file begin, seen from its own folder. */
function workingFolder(text: string): string {
  return unquoted(/^wdir:[ \t]*(.*?)[ \t]*\r?$/m.exec(text)?.[1] ?? '');
}

function unquoted(value: string): string {
  return value.replace(/^(['"])(.*)\1$/, '$2');
}

/** The list `outs` of the YAML that DVC writes: one mapping for each file, its values plain or in quotes. */
function readOuts(text: string): readonly Readonly<Record<string, string>>[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^outs:\s*$/.test(line));
  if (start < 0) return [];
  const outs: Record<string, string>[] = [];
  for (const line of lines.slice(start + 1)) {
    const [, dash, key, value = ''] = /^\s*(- )?\s*(\w+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (/^\w/.test(line)) break;
    if (dash !== undefined) outs.push({});
    const out = outs.at(-1);
    if (key !== undefined && out !== undefined) out[key] = unquoted(value);
  }
  return outs;
}
