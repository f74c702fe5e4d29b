/**
 * The packages whose compiled part is an optional dependency of its own for each platform. A lock file made on one
 * platform can lack the others' (npm leaves out what it could not resolve), so what is installed has to be checked.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PARENTS = ['typescript', '@biomejs/biome', 'rolldown', 'lightningcss'];

/**
 * Names, with versions, of the compiled packages that this platform needs and that are not installed.
 *
 * @param {string} root folder that holds `node_modules`
 * @param {{ platform: string, arch: string, libc: 'glibc' | 'musl' | undefined }} host
 * @returns {string[]}
 */
export function missingNativePackages(root, host) {
  return PARENTS.flatMap((parent) => {
    const manifest = join(root, 'node_modules', parent, 'package.json');
    if (!existsSync(manifest)) return [];
    const optional = JSON.parse(readFileSync(manifest, 'utf8')).optionalDependencies ?? {};
    const wanted = Object.keys(optional).filter((name) => isFor(name, host));
    if (wanted.some((name) => existsSync(join(root, 'node_modules', name, 'package.json')))) return [];
    return wanted.slice(0, 1).map((name) => `${name}@${optional[name]}`);
  });
}

/** @returns {{ platform: string, arch: string, libc: 'glibc' | 'musl' | undefined }} the machine this runs on */
export function thisHost() {
  const libc = process.platform === 'linux' ? (isGlibc() ? 'glibc' : 'musl') : undefined;
  return { platform: process.platform, arch: process.arch, libc };
}

function isGlibc() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header?.glibcVersionRuntime !== undefined;
}

/** Such names end in `{platform}-{arch}`, some with `-gnu`, `-musl` or `-msvc` behind. */
function isFor(name, { platform, arch, libc }) {
  const tail = name.match(new RegExp(`(?:^|[-/])${platform}-${arch}(-[a-z]+)?$`));
  if (!tail) return false;
  return libc === 'musl' ? tail[1] === '-musl' : tail[1] !== '-musl';
}
