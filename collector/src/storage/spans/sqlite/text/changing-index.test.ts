import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Comparison } from '../../../../filter/expression.ts';
import { emptyFolder } from '../../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import { openSpanDatabase } from '../span-database.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { TraceSets } from '../trace-sets.ts';
import { consistently } from '../transaction.ts';
import { textFileOf } from './text-database.ts';
import { TextFiller } from './text-filler.ts';
import { TextIndex } from './text-index.ts';

const planIs = (value: string): Comparison => ({
  type: 'compare',
  field: 'attributes',
  key: 'plan',
  operator: '=',
  values: [value],
});

test('a question of many parts finds them in its next turn as they were, and another one lets go of them', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  await store.append([
    sampleBatch([
      sampleSpan({ traceId: traceIdOf(1), spanId: spanIdOf(1), payload: sentSpan('step', { plan: 'gold' }) }),
    ]),
  ]);
  const filler = new TextFiller(file);
  onTestFinished(() => filler.close());
  while (filler.step(0));
  const db = openSpanDatabase(file, true);
  onTestFinished(() => db.close());
  const index = new TextIndex(db, textFileOf(file), new TraceSets(db));
  onTestFinished(() => index.close());
  const turn = (...values: readonly string[]): unknown =>
    consistently(db, () => {
      index.begin();
      return values.map((value) => index.attributesSql('default', planIs(value))?.map(({ parameters }) => parameters));
    });
  const plans = Array.from({ length: 40 }, (_, each) => `plan ${each}`);

  const first = turn(...plans);

  expect(turn(...plans)).toEqual(first);
  turn('gold');
  turn('gold');
  expect(turn(...plans)).not.toEqual(first);
});

test('what a question has found holds to its end, whatever is read into the index meanwhile', async () => {
  const file = join(emptyFolder(), 'spans.db');
  const store = openSqliteSpanStore({ file });
  onTestFinished(() => store.close());
  const filler = new TextFiller(file);
  onTestFinished(() => filler.close());
  const append = (trace: number, plan: string): Promise<void> =>
    store.append([
      sampleBatch([
        sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(1), payload: sentSpan('step', { plan }) }),
      ]),
    ]);
  await append(1, 'gold');
  while (filler.step(0));
  await append(2, 'silver');
  const db = openSpanDatabase(file, true);
  onTestFinished(() => db.close());
  const index = new TextIndex(db, textFileOf(file), new TraceSets(db));
  onTestFinished(() => index.close());
  const found = consistently(db, () => {
    index.begin();
    const [gold] = index.attributesSql('default', planIs('gold'))!;
    while (filler.step(0));
    index.attributesSql('default', planIs('silver'));
    return db.prepare(`SELECT trace_id FROM traces WHERE ${gold!.sql} ORDER BY id LIMIT 1`).all(...gold!.parameters);
  });

  expect(found.map(({ trace_id }) => Buffer.from(trace_id as Uint8Array).toString('hex'))).toEqual([traceIdOf(1)]);
});
