import { execFileSync } from 'node:child_process';

/**
 * Packs packages as npm would publish them, without running their scripts.
 *
 * @param {readonly string[]} folders each with its `package.json`
 * @param {string} destination folder for the tarballs
 * @returns {{ filename: string, files: { path: string }[] }[]} what npm says of each tarball
 */
export function npmPack(folders, destination) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination, ...folders];
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  const printed = npm ? execFileSync(process.execPath, [npm, ...args], options) : execFileSync('npm', args, options);
  return Object.values(JSON.parse(printed));
}
