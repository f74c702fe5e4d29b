import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DataFolder {
  readonly path: string;
  remove(): void;
}

/** An empty folder for the data of one server. */
export function dataFolder(name: string): DataFolder {
  const path = mkdtempSync(join(tmpdir(), `tracewright-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
