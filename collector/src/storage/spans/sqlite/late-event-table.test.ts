import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../../testing/empty-folder.ts';
import { sampleBatch, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import { sentEvent } from '../contract/sent-span.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

test('events of a file that did not note when they came count as received when it is opened', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const first = openSqliteSpanStore({ file });
  const lost = { traceId: traceIdOf(1), spanId: spanIdOf(1), event: sentEvent('lost', {}) };
  await first.append([{ ...sampleBatch([]), events: [lost] }]);
  await first.close();
  const db = new DatabaseSync(file);
  db.exec('ALTER TABLE late_events DROP COLUMN received_ms; ALTER TABLE late_events DROP COLUMN preview');
  db.close();
  const reader = openSqliteSpanStore({ file, access: 'readOnly' });
  expect(await reader.getTrace('default', traceIdOf(1))).toBeUndefined();
  await reader.close();

  const beforeNs = (BigInt(Date.now()) * 1_000_000n) as Nanos;
  const again = openSqliteSpanStore({ file });
  expect(await again.deleteLostEvents('default', beforeNs)).toBe(0);
  await again.append([{ ...sampleBatch([]), events: [{ ...lost, spanId: spanIdOf(2) }] }]);
  expect(await again.deleteLostEvents('default', (beforeNs + 3_600_000_000_000n) as Nanos)).toBe(2);
  await again.close();
});
