/**
 * `node scripts/stage-collector.mjs <folder>`: lays out what the collector needs to run and nothing else, for its
 * container: its bundle, the viewer's files, and the clients of Postgres, ClickHouse and S3, which are no part of the
 * bundle, in the versions that they are tested with. `node collector/bundle/main.js` in that folder starts it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COLLECTOR_CLIENTS } from './collector-bundle.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(process.argv[2] ?? '');
if (process.argv[2] === undefined) throw new TypeError('name the folder');

const manifest = (folder) => JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
const versions = { ...manifest('.').devDependencies, ...manifest('collector').optionalDependencies };
const dependencies = Object.fromEntries(COLLECTOR_CLIENTS.map((name) => [name, versions[name]]));

for (const path of ['collector/bundle', 'collector/package.json', 'collector/LICENSE', 'packages/viewer/dist']) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  cpSync(join(ROOT, path), join(target, path), { recursive: true });
}
writeFileSync(
  join(target, 'package.json'),
  `${JSON.stringify({ private: true, type: 'module', dependencies }, null, 2)}\n`,
);
const { status } = spawnSync('npm', ['install', '--omit=dev', '--no-audit', '--no-fund'], {
  cwd: target,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
