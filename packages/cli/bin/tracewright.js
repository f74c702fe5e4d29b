#!/usr/bin/env node
/**
 * The command as npm links it. It stands in the repository, as `dist` does not: npm makes no link to a file that is
 * not there yet when packages are installed, and a clone is built after that.
 */
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/main.js', import.meta.url);

if (major < 22 || (major === 22 && minor < 15)) {
  console.error(`tracewright needs Node.js 22.15 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  console.error('tracewright is not built yet: npm run build, or npm start, does that in the folder of the clone.');
  process.exitCode = 1;
} else {
  await import(main.href);
}
