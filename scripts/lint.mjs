/** Looks at the style of what has changed since it was last found fine: looking at everything takes nine seconds. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Rules, what they depend on, and the version of what knows them: where one of these changes, all is looked at. */
const RULES = /(^|\/)(biome\.jsonc?|package(-lock)?\.json)$|(^|\/)\.gitignore$|^scripts\/lint\.mjs$/;
/** Beyond it a command line may become too long: everything is looked at. */
const MAX_NAMED = 500;

/**
 * @param {string} root
 * @param {string} cache file in which stands what was found fine
 * @returns {Promise<{ isFine: boolean, said: string }>}
 */
export async function lint(root, cache) {
  const found = fingerprints(root, filesOf(root));
  const known = readKnown(cache);
  const isOfSameRules = known.rules === found.rules;
  const changed = Object.keys(found.files).filter((file) => !isOfSameRules || known.files[file] !== found.files[file]);
  if (changed.length === 0) return { isFine: true, said: 'Nothing has changed since it was found fine.\n' };
  const { status, said } = await check(root, changed.length > MAX_NAMED ? ['.'] : changed);
  if (status === 0) {
    mkdirSync(dirname(cache), { recursive: true });
    // As they were before they were looked at: what has changed meanwhile is looked at the next time.
    writeFileSync(cache, JSON.stringify(found));
  }
  return { isFine: status === 0, said };
}

async function check(root, paths) {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'check', '--no-errors-on-unmatched', '--files-ignore-unknown=true', ...paths];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, said: out + errors };
}

/** Those of git, and those that it does not know yet; `.` where there is no git, or one around it that ignores all of it. */
function filesOf(root) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1_024 ** 2 });
  const files = new Set(status === 0 ? stdout.split('\0').filter(Boolean) : []);
  return files.size > 0 ? [...files] : ['.'];
}

function fingerprints(root, files) {
  const stamps = files.map((file) => [file, stampOf(root, file)]).filter(([, stamp]) => stamp !== undefined);
  const rules = createHash('sha256');
  for (const [file] of stamps) {
    if (RULES.test(file)) rules.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return { rules: rules.digest('hex'), files: Object.fromEntries(stamps) };
}

/** Undefined of what was deleted, which git still lists; NaN is never the same. */
function stampOf(root, file) {
  if (file === '.') return Number.NaN;
  const stats = statSync(join(root, file), { throwIfNoEntry: false });
  return stats && `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size}`;
}

function readKnown(cache) {
  try {
    return JSON.parse(readFileSync(cache, 'utf8'));
  } catch {
    return { rules: '', files: {} };
  }
}
