/** `npm run test:thorough`: `npm test` of all files of tests that do more in a thorough run, or of those below given paths. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thoroughTests } from './thorough-tests.mjs';

process.env.TRACEWRIGHT_THOROUGH = '1';
if (process.argv.length === 2) process.argv.push(...thoroughTests(dirname(dirname(fileURLToPath(import.meta.url)))));
await import('./test.mjs');
