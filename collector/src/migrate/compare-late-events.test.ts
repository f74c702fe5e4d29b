import { expect, test } from 'vitest';
import { sampleBatch, spanIdOf, traceIdOf } from '../storage/spans/contract/sample-span.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { compareLateEvents } from './compare-late-events.ts';

const eventOf = (trace: number, name: string) => {
  const event = Buffer.concat([Buffer.from([18, name.length]), Buffer.from(name)]);
  return { traceId: traceIdOf(trace), spanId: spanIdOf(1), event };
};
const storeOf = async (...events: readonly ReturnType<typeof eventOf>[]) => {
  const store = new MemorySpanStore();
  await store.append([sampleBatch([], { events })]);
  return store;
};

test('the same events are no difference, in whichever order they came', async () => {
  const [one, two, three] = [eventOf(1, 'one'), eventOf(1, 'two'), eventOf(2, 'three')];
  const sides = { source: await storeOf(one, two, three), target: await storeOf(three, one, two) };
  expect(await compareLateEvents('default', sides)).toEqual({ tracesWithOthers: [], others: 0, missing: 0 });
  expect(await compareLateEvents('another', sides)).toEqual({ tracesWithOthers: [], others: 0, missing: 0 });
});

test('events of the target alone are told with their traces, those of the source alone are counted', async () => {
  const source = await storeOf(eventOf(1, 'kept'), eventOf(3, 'new'), eventOf(4, 'name'));
  const target = await storeOf(eventOf(1, 'kept'), eventOf(1, 'gone'), eventOf(2, 'gone'), eventOf(4, 'eman'));
  const found = await compareLateEvents('default', { source, target });
  expect({ ...found, tracesWithOthers: [...found.tracesWithOthers].sort() }).toEqual({
    tracesWithOthers: [traceIdOf(1), traceIdOf(2), traceIdOf(4)],
    others: 3,
    missing: 2,
  });
});

test('what comes to the source while both are read is not too much at the target', async () => {
  const [source, target] = [await storeOf(eventOf(1, 'kept')), await storeOf(eventOf(1, 'kept'))];
  const read = source.lateEvents.bind(source);
  let isFirst = true;
  source.lateEvents = async (...given) => {
    const late = { ...sampleBatch([]), events: [eventOf(2, 'late')] };
    if (isFirst) await Promise.all([source.append([late]), target.append([late])]);
    isFirst = false;
    return read(...given);
  };
  expect(await compareLateEvents('default', { source, target })).toMatchObject({ others: 0 });
});
