import { afterEach, expect, test, vi } from 'vitest';
import { SpanPricing } from '../cost/span-pricing.ts';
import { exportSettings } from '../settings.ts';
import { NO_ANSWER, NOT_REACHED, type Parcel } from './blocking-delivery.ts';
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
  vi.spyOn(console, 'warn').mockImplementation(() => {});
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
  const send = (parcels: readonly Parcel[], timeoutMs: number): number[] => {
    sent.push({ parcels: parcels.length, timeoutMs });
    return parcels.map(() => NO_ANSWER);
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

test.each([
  [401, 'http://127.0.0.1:1/v1/traces answered 401'],
  [NOT_REACHED, 'nothing could be reached at http://127.0.0.1:1/v1/traces'],
  [NO_ANSWER, 'http://127.0.0.1:1/v1/traces did not answer in time'],
])('whoever would wonder where the last spans are is told once why they did not arrive: %s', (status, why) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const lane = exportLane(exportSettings({ endpoint: 'http://127.0.0.1:1' }), new SpanPricing());
  vi.spyOn(lane.processor, 'takeAll').mockReturnValue([{ spans: [], sizeBytes: 0, dropped: 0 }]);
  vi.spyOn(lane.encoder, 'request').mockReturnValue(new Uint8Array(1));
  const delivery = new ExitDelivery([lane], exportSettings({}), new SpanPricing(), () => [status]);
  delivery.deliver([]);
  delivery.deliver([]);
  expect(warn.mock.calls).toEqual([[expect.stringContaining(`before the process ended; ${why}`)]]);
});

test('the password in an address is not printed', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const lane = exportLane(exportSettings({ endpoint: 'http://me:hidden@127.0.0.1:1' }), new SpanPricing());
  vi.spyOn(lane.processor, 'takeAll').mockReturnValue([{ spans: [], sizeBytes: 0, dropped: 0 }]);
  vi.spyOn(lane.encoder, 'request').mockReturnValue(new Uint8Array(1));
  new ExitDelivery([lane], exportSettings({}), new SpanPricing(), () => [NOT_REACHED]).deliver([]);
  expect(warn.mock.calls).toEqual([[expect.stringMatching(/at http:\/\/127\.0\.0\.1:1\/v1\/traces$/)]]);
});

test('what has arrived is nothing to speak of', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const lane = exportLane(exportSettings({ endpoint: 'http://127.0.0.1:1' }), new SpanPricing());
  vi.spyOn(lane.processor, 'takeAll').mockReturnValue([{ spans: [], sizeBytes: 0, dropped: 0 }]);
  vi.spyOn(lane.encoder, 'request').mockReturnValue(new Uint8Array(1));
  new ExitDelivery([lane], exportSettings({}), new SpanPricing(), () => [200]).deliver([]);
  expect(warn).not.toHaveBeenCalled();
});
