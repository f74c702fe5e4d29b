import type { Nanos } from '@tracewright/schema';
import { sampleSpan } from '../storage/spans/contract/sample-span.ts';
import type { SpanRecord } from '../storage/spans/span-record.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';

/** A trace id for tests: the number in hex, padded. */
export function traceId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** A span id for tests: the number in hex, padded. */
export function spanId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** A root span of 1 ms that says as little as a span may, with what the test is about. */
export function testSpan(given: Partial<SpanRecord>): SpanRecord {
  const startNs = given.startNs ?? (1_000_000_000n as Nanos);
  const span = { traceId: traceId(1), spanId: spanId(1), startNs, endNs: (startNs + 1_000_000n) as Nanos };
  return sampleSpan({ ...span, payload: new Uint8Array(), ...given });
}

/** Stores spans in the default workspace and the experiment Default. */
export async function store(spans: SpanStore, ...records: readonly SpanRecord[]): Promise<void> {
  const group = { resource: new Uint8Array(), scope: new Uint8Array(), spans: records };
  await spans.append([{ workspaceId: 'default', experimentId: '0', groups: [group] }]);
}
