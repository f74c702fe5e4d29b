import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { spanStoreContract } from '../span-store.contract.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';
import { fillTexts } from './text/fill-texts.test.support.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-spans-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'spans.db');
}

spanStoreContract('SQLite', async () => {
  const file = newFile();
  return {
    store: openSqliteSpanStore({ file }),
    reopen: async () => openSqliteSpanStore({ file }),
    read: async () => fillTexts(file),
    reader: async () => openSqliteSpanStore({ file, access: 'readOnly' }),
  };
});
