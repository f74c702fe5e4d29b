import type { Nanos } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MATCH_ALL } from '../../../filter/expression.ts';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { decodeSpan } from '../../../otlp/read-span.ts';
import type { LateEvent } from '../span-record.ts';
import type { LateEventPage } from '../span-store.ts';
import type { OpenStore } from './open-store.contract.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from './sample-span.ts';
import { sentEvent } from './sent-span.ts';

const TRACE = traceIdOf(1);
/** An OTLP span of name `a`, without any event. */
const PAYLOAD = Buffer.from('2a0161', 'hex');

function lateEvent(name: string, given: Partial<LateEvent> = {}): LateEvent {
  const event = Buffer.concat([Buffer.from([18, name.length]), Buffer.from(name)]);
  return { traceId: TRACE, spanId: spanIdOf(1), event, ...given };
}

/** Events that come apart from their spans. */
export function lateEventCases(open: OpenStore): void {
  const span = sampleSpan({ traceId: TRACE, spanId: spanIdOf(1), payload: PAYLOAD });
  const events = (...late: readonly LateEvent[]) => ({ ...sampleBatch([]), events: late });

  test('events that came before and after their span stand in its payload, each once', async () => {
    const { store } = await open();
    await store.append([events(lateEvent('first'))]);
    await store.append([sampleBatch([span])]);
    await store.append([events(lateEvent('second'), lateEvent('first'))]);

    const { payload } = (await store.getSpan('default', TRACE, spanIdOf(1)))!.record;

    expect(decodeSpan(payload)).toMatchObject({ name: 'a', events: [{ name: 'first' }, { name: 'second' }] });
  });

  test('events stand in no other span, and alone make no trace', async () => {
    const { store } = await open();
    await store.append([
      events(lateEvent('other span', { spanId: spanIdOf(2) }), lateEvent('other trace', { traceId: traceIdOf(2) })),
      { ...events(lateEvent('other workspace')), workspaceId: 'other' },
      sampleBatch([span]),
    ]);

    expect((await store.getSpan('default', TRACE, spanIdOf(1)))?.record.payload).toEqual(new Uint8Array(PAYLOAD));
    expect(await store.getTrace('default', traceIdOf(2))).toBeUndefined();
  });

  test('events are told page by page in the order of their arrival, whether their spans are there or not', async () => {
    const { store } = await open();
    const [first, second] = [lateEvent('first', { preview: 'Where?' }), lateEvent('second', { traceId: traceIdOf(2) })];
    await store.append([{ ...sampleBatch([span]), events: [first] }]);
    await store.append([events(second), { ...events(lateEvent('elsewhere')), workspaceId: 'other' }, events(first)]);
    const told = (late: LateEvent) => ({ preview: '', ...late, event: [...late.event] });
    const plain = ({ events, cursor }: LateEventPage) => ({ events: events.map(told), cursor });

    const page = plain(await store.lateEvents('default', 0, 1));
    expect(page.events).toEqual([told(first)]);
    const next = plain(await store.lateEvents('default', page.cursor, 100));
    expect(next.events).toEqual([told(second)]);
    expect(await store.lateEvents('default', next.cursor, 1)).toEqual({ events: [], cursor: next.cursor });
  });

  test('an event that stands in the payload of its span already is not added', async () => {
    const { store } = await open();
    const event = Buffer.from('12056669727374', 'hex');
    await store.append([
      sampleBatch([{ ...span, payload: Buffer.concat([PAYLOAD, Buffer.from('5a07', 'hex'), event]) }]),
    ]);
    await store.append([events(lateEvent('first'), lateEvent('second'))]);

    const { payload } = (await store.getSpan('default', TRACE, spanIdOf(1)))!.record;

    expect(decodeSpan(payload).events).toMatchObject([{ name: 'first' }, { name: 'second' }]);
  });

  test('what events say is found by its words', async () => {
    const { store } = await open();
    const said = sentEvent('said', { content: 'Where is my parcel?' });
    await store.append([{ ...sampleBatch([span]), events: [lateEvent('first', { event: said })] }]);
    const asked = async (text: string) => {
      const filter = parseFilter(text, 'trace', NEW_YEAR);
      return (await store.listTraces({ workspaceId: 'default', filter, limit: 10 })).total;
    };
    expect([await asked('"my PARCEL"'), await asked('my parcels')]).toEqual([1, 0]);
  });

  test('a trace whose spans say nothing is called by the first event that does', async () => {
    const { store } = await open();
    const silent = lateEvent('silent');
    const telling = lateEvent('telling', { preview: 'Where is my parcel?' });
    await store.append([
      { ...sampleBatch([span]), events: [silent, telling, lateEvent('later', { preview: 'And?' })] },
    ]);
    const preview = async () => {
      const page = await store.listTraces({ workspaceId: 'default', filter: MATCH_ALL, limit: 10 });
      return [page.rows[0]?.preview, (await store.getTrace('default', TRACE))?.preview];
    };
    expect(await preview()).toEqual(['Where is my parcel?', 'Where is my parcel?']);
    await store.append([sampleBatch([{ ...span, spanId: spanIdOf(2), preview: 'said in a span' }])]);
    expect(await preview()).toEqual(['said in a span', 'said in a span']);
  });

  test('what a trace is called by an event, a filter finds', async () => {
    const { store } = await open();
    await store.append([
      { ...sampleBatch([span]), events: [lateEvent('telling', { preview: 'Where is my parcel?' })] },
      sampleBatch([{ ...span, traceId: traceIdOf(2) }]),
      sampleBatch([{ ...span, traceId: traceIdOf(3), preview: 'Where is it?' }]),
    ]);
    const found = async (text: string) => {
      const filter = parseFilter(text, 'trace', NEW_YEAR);
      return (await store.listTraces({ workspaceId: 'default', filter, limit: 10 })).total;
    };

    expect(await found("preview = 'Where is my parcel?'")).toBe(1);
    expect(await found("preview LIKE 'Where is%'")).toBe(2);
    expect(await found("preview != 'Where is it?'")).toBe(1);
    expect(await found('preview IS NOT NULL')).toBe(2);
    expect(await found("NOT preview = 'Where is my parcel?'")).toBe(2);
  });

  test('events whose spans do not come go after a time, those of stored traces stay', async () => {
    const { store } = await open();
    const lost = lateEvent('lost', { traceId: traceIdOf(2) });
    await store.append([{ ...sampleBatch([span]), events: [lateEvent('kept'), lost] }]);
    const nextYear = (BigInt(Date.now()) * 1_000_000n + 31_536_000_000_000_000n) as Nanos;

    expect(await store.deleteLostEvents('default', NEW_YEAR)).toBe(0);
    expect(await store.deleteLostEvents('another', nextYear)).toBe(0);
    expect(await store.deleteLostEvents('default', nextYear)).toBe(1);
    expect(await store.deleteLostEvents('default', nextYear)).toBe(0);

    await store.append([sampleBatch([{ ...span, traceId: traceIdOf(2) }])]);
    expect((await store.getSpan('default', traceIdOf(2), spanIdOf(1)))?.record.payload).toEqual(
      new Uint8Array(PAYLOAD),
    );
    expect(decodeSpan((await store.getSpan('default', TRACE, spanIdOf(1)))!.record.payload).events).toMatchObject([
      { name: 'kept' },
    ]);
  });

  test('events go with their trace', async () => {
    const { store } = await open();
    await store.append([{ ...sampleBatch([span]), events: [lateEvent('first')] }]);

    await store.deleteTraces('default', [TRACE]);
    await store.append([sampleBatch([span])]);

    expect((await store.getSpan('default', TRACE, spanIdOf(1)))?.record.payload).toEqual(new Uint8Array(PAYLOAD));
  });
}
