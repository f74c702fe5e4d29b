/**
 * `npm run audit`: asks the registry for known faults of what is delivered with the packages, and fails on high and
 * critical ones. A registry that offers no audits is no fault of ours, and no clean bill either: it says so. Ends with
 * the line `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditReport } from './audit-report.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

// Tools and tests are no part of what somebody installs.
const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const report = auditReport(stdout ?? '');
if ('unavailable' in report) {
  console.log(`The audit of dependencies is not available: ${report.unavailable}`);
  console.log('0 passed, 0 failed');
} else {
  for (const finding of report.findings) console.log(finding);
  const isClean = report.findings.length === 0;
  if (isClean) console.log('No high or critical faults of dependencies are known.');
  console.log(isClean ? '1 passed, 0 failed' : `0 passed, ${report.findings.length} failed`);
  process.exitCode = isClean ? 0 : 1;
}
