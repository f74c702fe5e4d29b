import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { lookAtTraces } from './look-at-traces.ts';
import { MigrationState } from './migration-state.ts';

test('an event that was copied before its trace goes when the source deletes that trace, and is counted', async () => {
  const sides = { source: new MemorySpanStore(), target: new MemorySpanStore() };
  const state = new MigrationState(join(emptyFolder(), 'migration.db'), 'to elsewhere');
  onTestFinished(() => state.close());
  const look = () => lookAtTraces('default', sides, state, () => {});
  const [gone, kept] = [1, 2].map((number) => ({ traceId: traceIdOf(number), spanId: spanIdOf(9) }));
  const event = Buffer.from('12046c617465', 'hex');
  const span = sampleSpan({ ...gone!, payload: Buffer.from('2a0161', 'hex') });
  await sides.source.append([sampleBatch([], { events: [{ ...gone!, event }] })]);
  await sides.source.append([sampleBatch([{ ...span, ...kept! }], { events: [{ ...kept!, event }] })]);
  await look();
  await sides.source.append([sampleBatch([span])]);
  await sides.source.deleteTraces('default', [gone!.traceId]);
  expect(await look()).toBe(1);
  const { events } = await sides.target.lateEvents('default', 0, 10);
  expect(events.map(({ traceId }) => traceId)).toEqual([kept!.traceId]);
  for (let times = 0; times < 2; times++) await look();
  expect(await look()).toBe(0);
  await sides.source.append([sampleBatch([span])]);
  await look();
  expect(await sides.target.getSpan('default', gone!.traceId, gone!.spanId)).toEqual(
    await sides.source.getSpan('default', gone!.traceId, gone!.spanId),
  );
});

test('events whose spans have not come are there again after their trace was copied anew', async () => {
  const sides = { source: new MemorySpanStore(), target: new MemorySpanStore() };
  const state = new MigrationState(join(emptyFolder(), 'migration.db'), 'to elsewhere');
  onTestFinished(() => state.close());
  const look = () => lookAtTraces('default', sides, state, () => {});
  const traceId = traceIdOf(1);
  const eventOf = (span: number, hex: string) => ({ traceId, spanId: spanIdOf(span), event: Buffer.from(hex, 'hex') });
  const span = (number: number) =>
    sampleSpan({ traceId, spanId: spanIdOf(number), payload: Buffer.from('2a0161', 'hex') });
  const early = eventOf(9, '12056561726c79');
  await sides.source.append([sampleBatch([span(1)], { events: [early] })]);
  await look();
  // What is said of a span that was copied makes it another one: its trace is copied anew.
  await sides.source.append([sampleBatch([span(2)], { events: [eventOf(1, '12046c617465')] })]);
  await look();
  const { events } = await sides.target.lateEvents('default', 0, 10);
  expect(events.map(({ spanId }) => spanId)).toContain(early.spanId);
});
