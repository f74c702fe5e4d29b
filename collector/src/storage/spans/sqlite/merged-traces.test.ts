import { randomBytes } from 'node:crypto';
import type { Nanos, NanoUsd } from '@tracewright/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gather } from '../arrivals.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { SpanBatch, SpanRecord } from '../span-record.ts';
import { ChunkEncoder } from './chunk/chunk-encoder.ts';
import { type ChunkTrace, planChunks } from './chunk/chunk-plan.ts';
import { ChunkReader } from './chunk/chunk-reader.ts';
import type { ChunkTable } from './chunk-table.ts';
import { MergedChunk, mergedTraces } from './merged-traces.ts';

const text = fc.constantFrom('', 'a', 'b', 'größe', '😀', '\ud83d');
const count = fc.constantFrom(-1, 0, 7, 300, 70_000, 2 ** 40);
const span = fc
  .record({
    trace: fc.integer({ min: 1, max: 6 }),
    id: fc.integer({ min: 1, max: 9 }),
    parent: fc.integer({ min: 0, max: 12 }),
    fallback: fc.integer({ min: 0, max: 12 }),
    start: fc.integer({ min: -5, max: 5 }),
    texts: fc.array(text, { minLength: 5, maxLength: 5 }),
    counts: fc.array(count, { minLength: 4, maxLength: 4 }),
    isPending: fc.boolean(),
    bytes: fc.uint8Array({ maxLength: 40 }),
  })
  .map(({ trace, id, parent, fallback, start, texts, counts, isPending, bytes }) => {
    const startNs = (NEW_YEAR + BigInt(start) * 3_000_000_000n) as Nanos;
    return sampleSpan({
      traceId: traceIdOf(trace),
      spanId: spanIdOf(id),
      parentSpanId: parent === 0 ? '' : spanIdOf(parent),
      fallbackParentSpanId: fallback === 0 ? '' : spanIdOf(fallback),
      startNs,
      endNs: (startNs + BigInt(id) * 4_000_000_000n) as Nanos,
      name: texts[0]!,
      service: texts[1]!,
      model: texts[2]!,
      sessionId: texts[3]!,
      preview: texts[4]!,
      inputTokens: counts[0]!,
      ttftUs: counts[1]!,
      costNanoUsd: counts[2]! as NanoUsd | -1,
      outputTokens: counts[3]!,
      isPending,
      payload: bytes,
    });
  });

const encoder = new ChunkEncoder();

/** A chunk as it is stored, with what reads it. */
interface Encoded {
  readonly columns: Uint8Array;
  readonly frames: readonly Uint8Array[];
}

function encode(traces: Iterable<ChunkTrace>): Encoded {
  const frames: Uint8Array[] = [];
  const [segments = []] = planChunks(traces);
  return { columns: encoder.encode(segments, (_, frame) => frames.push(new Uint8Array(frame))), frames };
}

function mergedChunk({ columns, frames }: Encoded): MergedChunk {
  const table: Pick<ChunkTable, 'frame'> = { frame: (_, frame) => frames[frame]! };
  return new MergedChunk(table as ChunkTable, { id: 1, reader: new ChunkReader(columns) });
}

function batchOf(spans: readonly SpanRecord[], service: string): SpanBatch {
  const resource = new TextEncoder().encode(service);
  return { ...sampleBatch([]), groups: [{ resource, scope: new Uint8Array([8]), spans }] };
}

test('traces that are copied into another chunk stand there as if their spans had been written anew', () => {
  const chunk = fc.array(span, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(chunk, { minLength: 1, maxLength: 4 }), (chunks) => {
      const stored = chunks.map((spans, index) =>
        encode(
          gather([batchOf(spans, `app ${index}`)])
            .get('default')!
            .values(),
        ),
      );
      const merged = encode(mergedTraces(stored.map(mergedChunk)));
      // Said to stand in several chunks, each trace is read span by span.
      const read = encode(mergedTraces(stored.map(mergedChunk).flatMap((each) => [each, each])));
      expect(merged).toEqual(read);
    }),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 25) },
  );
});

test('whole frames are taken over as they are, and each span keeps its payload', () => {
  const spansOf = (traces: readonly number[], id: number): SpanRecord[] =>
    traces.map((trace) =>
      sampleSpan({ traceId: traceIdOf(trace), spanId: spanIdOf(id), payload: randomBytes(40_000 + trace) }),
    );
  const all = [spansOf([1, 2, 3, 4], 1), spansOf([5, 6, 7, 8], 1), spansOf([4, 9], 2), spansOf([10, 11, 12, 13], 1)];
  const stored = all.map((spans) =>
    encode(
      gather([batchOf(spans, 'app')])
        .get('default')!
        .values(),
    ),
  );

  const merged = encode(mergedTraces(stored.map(mergedChunk)));

  // Trace 4 has a span in another chunk, and 9 is too little.
  const isTakenOver = stored.map(({ frames }) =>
    merged.frames.some((frame) => Buffer.compare(frame, frames[0]!) === 0),
  );
  expect(isTakenOver).toEqual([false, true, false, true]);
  const reader = new ChunkReader(merged.columns);
  const payloads = reader.payloads((frame) => merged.frames[frame]!);
  for (const span of all.flat()) {
    const rows = reader.rowsOf(span.traceId)!;
    const row = reader.rowsOfSpans(new Set([span.spanId]), rows).get(span.spanId)!;
    expect(Buffer.compare(payloads[row]!, span.payload)).toBe(0);
  }
});
