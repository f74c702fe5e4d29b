import { afterEach, expect, test, vi } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import { exportSettings } from '../settings.ts';
import type { Parcel } from './blocking-delivery.ts';
import { ExitDelivery } from './exit-delivery.ts';
import { type ExportLane, exportLane } from './export-lane.ts';
import type { SpanBatch } from './span-queue.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A receiver with this many batches waiting, each of which takes this long to make ready, on a clock of the test's. */
function slowLane(batches: number, eachMs: number, clock: { ms: number }, returned: SpanBatch[]): ExportLane {
  const lane = exportLane(exportSettings({ endpoint: 'http://127.0.0.1:1' }), new SpanPricing());
  const waiting = Array.from({ length: batches }, () => ({ spans: [], sizeBytes: 0, dropped: 0 }));
  vi.spyOn(lane.processor, 'takeAll').mockReturnValue(waiting);
  vi.spyOn(lane.processor, 'putBack').mockImplementation((back) => void returned.push(...back));
  vi.spyOn(lane.encoder, 'request').mockImplementation(() => {
    clock.ms += eachMs;
    return new Uint8Array(1);
  });
  return lane;
}

/** Delivers what these receivers wait for, to nobody. */
function deliver(lanes: (clock: { ms: number }, returned: SpanBatch[]) => readonly ExportLane[]) {
  const clock = { ms: 0 };
  const returned: SpanBatch[] = [];
  const sent: { parcels: number; timeoutMs: number }[] = [];
  const send = (parcels: readonly Parcel[], timeoutMs: number): boolean[] => {
    sent.push({ parcels: parcels.length, timeoutMs });
    return parcels.map(() => false);
  };
  vi.spyOn(performance, 'now').mockImplementation(() => clock.ms);
  new ExitDelivery(lanes(clock, returned), exportSettings({}), new SpanPricing(), send).deliver([]);
  return { sent, returned: returned.length };
}

test('the time that it takes to make the requests is no longer there to wait for their answers', () => {
  expect(deliver((clock, returned) => [slowLane(4, 100, clock, returned)])).toEqual({
    sent: [{ parcels: 4, timeoutMs: 1_600 }],
    returned: 4,
  });
});

test('what cannot be made ready in time leaves the rest its time to be sent, with any number of receivers', () => {
  const lanes = (clock: { ms: number }, returned: SpanBatch[]) => [
    slowLane(8, 100, clock, returned),
    slowLane(20, 100, clock, returned),
  ];
  expect(deliver(lanes)).toEqual({ sent: [{ parcels: 15, timeoutMs: 500 }], returned: 28 });
});
