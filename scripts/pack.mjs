/** `npm run pack:autolog`: builds, then packs what an app installs, `@tracewright/autolog` and its parts, into `tarballs`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appPackages, stagePackage } from './app-packages.mjs';
import { runTool } from './build.mjs';
import { npmPack } from './npm-pack.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TARBALLS = join(ROOT, 'tarballs');

if (!runTool(ROOT, 'typescript/bin/tsc', ['-b', 'packages/autolog'], ROOT)) process.exit(1);
const staging = mkdtempSync(join(tmpdir(), 'tracewright-pack-'));
try {
  mkdirSync(TARBALLS, { recursive: true });
  const targets = [];
  for (const folder of appPackages()) {
    const target = join(staging, folder);
    await stagePackage(folder, target);
    targets.push(target);
  }
  for (const { filename } of npmPack(targets, TARBALLS)) console.log(join('tarballs', filename));
} finally {
  rmSync(staging, { recursive: true, force: true });
}
