import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the test's own, removed after it. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
