import { parentPort, workerData } from 'node:worker_threads';
import type { SpanBatch } from '../../storage/spans/span-record.ts';
import { openSqliteSpanStore } from '../../storage/spans/sqlite/sqlite-span-store.ts';
import { runWriter } from '../run-writer.ts';
import type { WriterSettings } from '../writer-protocol.ts';

/** The real writer, but its thread ends in the middle of a commit where a span is named `crash`. */
if (parentPort !== null) {
  void runWriter(parentPort, workerData as WriterSettings, ({ file }) => {
    const store = openSqliteSpanStore({ file });
    const append = store.append.bind(store);
    store.append = async (batches: readonly SpanBatch[]) => {
      const spans = batches.flatMap(({ groups }) => groups.flatMap((group) => group.spans));
      if (spans.some(({ name }) => name === 'crash')) process.exit(7);
      await append(batches);
    };
    return store;
  });
}
