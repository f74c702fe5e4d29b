import { parentPort, workerData } from 'node:worker_threads';
import { openSpanServer } from '../storage/spans/open-span-server.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { runWriter } from './run-writer.ts';
import type { WriterSettings } from './writer-protocol.ts';

// Entry of the writer thread: started by `createIngest`, imported by nobody.
if (parentPort !== null) {
  void runWriter(parentPort, workerData as WriterSettings, ({ file, spansUrl }) =>
    spansUrl === undefined ? openSqliteSpanStore({ file, hasUpkeep: true }) : openSpanServer(spansUrl),
  );
}
