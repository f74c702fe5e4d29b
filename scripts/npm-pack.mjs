import { execFileSync } from 'node:child_process';

/**
 * Packs a package as npm would publish it, without running its scripts.
 *
 * @param {string} folder with its `package.json`
 * @param {string} destination folder for the tarball
 * @returns {{ filename: string, files: { path: string }[] }} what npm says of the tarball
 */
export function npmPack(folder, destination) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination];
  const options = { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
  const printed = npm ? execFileSync(process.execPath, [npm, ...args], options) : execFileSync('npm', args, options);
  const [packed] = Object.values(JSON.parse(printed));
  return packed;
}
