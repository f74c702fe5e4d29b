import { crc32, zstdCompressSync } from 'node:zlib';
import type { Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { ChunkReader } from './chunk-reader.ts';
import { DamagedChunk } from './damaged-chunk.ts';

// Chunks are laid out here from FORMAT.md alone, so that files of today are read for as long as this passes.

interface Section {
  readonly id: number;
  readonly stored: number;
  readonly codec: number;
  readonly size: number;
  readonly base: number;
  readonly bytes: Uint8Array;
}

const bytesSection = (id: number, bytes: Uint8Array): Section => ({
  ...{ id, stored: 0, codec: 0, size: bytes.length, base: 0, bytes },
});

/** Integers in one byte each, above the least of them. */
function numbersSection(id: number, values: readonly number[]): Section {
  const base = Math.min(...values);
  return { id, stored: 1, codec: 0, size: values.length, base, bytes: Uint8Array.from(values, (each) => each - base) };
}

function doublesSection(id: number, values: readonly number[]): Section {
  return {
    ...{ id, stored: 4, codec: 0, size: values.length, base: 0 },
    bytes: new Uint8Array(Float64Array.from(values).buffer),
  };
}

const constantSection = (id: number, base: number, size = 3): Section => ({
  ...{ id, stored: 5, codec: 0, size, base, bytes: new Uint8Array() },
});

function chunkOf(sections: readonly Section[], version = 1): Uint8Array {
  const directory = Buffer.alloc(24 * sections.length);
  let chunk = Buffer.alloc(24 + directory.length);
  for (const [index, { id, stored, codec, size, base, bytes }] of sections.entries()) {
    chunk = Buffer.concat([chunk, Buffer.alloc((8 - (chunk.length % 8)) % 8)]);
    const entry = directory.subarray(24 * index);
    entry.set([id, stored, codec, 0]);
    entry.writeUInt32LE(chunk.length, 4);
    entry.writeUInt32LE(bytes.length, 8);
    entry.writeUInt32LE(size, 12);
    entry.writeDoubleLE(base, 16);
    chunk = Buffer.concat([chunk, bytes]);
  }
  directory.copy(chunk, 24);
  chunk.write('TWCH', 0, 'latin1');
  chunk.writeUInt16LE(version, 4);
  chunk.writeUInt16LE(sections.length, 6);
  chunk.writeUInt32LE(3, 12);
  chunk.writeUInt32LE(2, 16);
  chunk.writeUInt32LE(chunk.length, 20);
  chunk.writeUInt32LE(crc32(chunk.subarray(12)), 8);
  return Uint8Array.from(chunk);
}

const ids = (...hex: string[]): Buffer => Buffer.from(hex.join(''), 'hex');
const texts = JSON.stringify(['', 'agent', 'chat', 'gpt-5', 'openai', 'web', 's1', 'ann', 'r1', 'p', '3', 'list']);
const dictionary = Buffer.from(texts);
const previews = zstdCompressSync(Buffer.from('Where?返金'));

/** Two traces: an agent with a call below it, whose parent was exported elsewhere; and one span that still runs. */
const SECTIONS: readonly Section[] = [
  bytesSection(1, ids(traceIdOf(1), traceIdOf(2))),
  numbersSection(2, [0, 2, 3]),
  bytesSection(3, ids(spanIdOf(1), spanIdOf(2), spanIdOf(1))),
  numbersSection(4, [-1, -2, -1]),
  bytesSection(5, ids('feedfeedfeedfeed')),
  numbersSection(6, [-3, 0, -3]),
  bytesSection(7, new Uint8Array()),
  numbersSection(8, [1, 2, 1]),
  numbersSection(9, [3, 1, 3]),
  numbersSection(10, [1, 3, 1]),
  doublesSection(11, [1, 2 ** 32 - 1, 7]),
  numbersSection(12, [400, 400, 401]),
  doublesSection(13, [4_000_000_000, 5, 0]),
  constantSection(14, 0),
  numbersSection(15, [1, 2, 0]),
  numbersSection(16, [0, 2 + 4 + 8, 1]),
  numbersSection(17, [5, 0, 0]),
  numbersSection(18, [0, 4, 0]),
  numbersSection(19, [0, 3, 0]),
  numbersSection(20, [-1, 250, -1]),
  numbersSection(21, [-1, 120, -1]),
  numbersSection(22, [-1, 30, -1]),
  numbersSection(23, [-1, 8, -1]),
  numbersSection(24, [-1, 9, -1]),
  numbersSection(25, [-1, 10, -1]),
  doublesSection(26, [-1, 50_000_000, -1]),
  numbersSection(27, [0, 11, 0]),
  numbersSection(28, [6, 6, 0]),
  numbersSection(29, [7, 0, 0]),
  numbersSection(30, [8, 0, 0]),
  numbersSection(31, [0, 9, 0]),
  numbersSection(32, [0, 10, 0]),
  numbersSection(33, [6, 2, 0]),
  { id: 34, stored: 0, codec: 1, size: Buffer.byteLength('Where?返金'), base: 0, bytes: previews },
  bytesSection(35, dictionary),
  numbersSection(36, [0, 0, 1]),
  numbersSection(37, [2, 1, 0, 3]),
  bytesSection(38, Uint8Array.of(1, 2, 3, 4, 5, 6)),
  numbersSection(39, [2, 3, 1]),
  numbersSection(40, [0, 2]),
];

const NS = 400n << 32n;
const { payload: _, ...agent } = sampleSpan({
  ...{ traceId: traceIdOf(1), spanId: spanIdOf(1), name: 'agent', kind: 'agent', statusCode: 1, service: 'web' },
  ...{ sessionId: 's1', userId: 'ann', runId: 'r1', preview: 'Where?' },
  ...{ startNs: (NS + 1n) as Nanos, endNs: (NS + 4_000_000_001n) as Nanos },
});
const { payload: __, ...call } = sampleSpan({
  ...{ traceId: traceIdOf(1), spanId: spanIdOf(2), name: 'chat', kind: 'llm', otelKind: 3, statusCode: 2 },
  ...{ parentSpanId: 'feedfeedfeedfeed', fallbackParentSpanId: spanIdOf(1), provider: 'openai', model: 'gpt-5' },
  ...{ ttftUs: 250, inputTokens: 120, outputTokens: 30, cacheReadTokens: 8, cacheWriteTokens: 9, reasoningTokens: 10 },
  ...{ costNanoUsd: 50_000_000 as NanoUsd, costSource: 'list', isUsageEstimated: true, isCostPartial: true },
  ...{ isStreamInput: true, sessionId: 's1', promptName: 'p', promptVersion: '3', preview: '返金' },
  ...{ startNs: (NS + (1n << 32n) - 1n) as Nanos, endNs: (NS + (1n << 32n) + 4n) as Nanos },
});

function expectRead(chunk: Uint8Array): void {
  const reader = new ChunkReader(chunk);
  expect(reader.traces()).toEqual([
    [traceIdOf(1), { from: 0, to: 2 }],
    [traceIdOf(2), { from: 2, to: 3 }],
  ]);
  expect(reader.columns(traceIdOf(1), { from: 0, to: 2 })).toEqual([agent, call]);
  expect(reader.columns(traceIdOf(2), { from: 2, to: 3 })).toMatchObject([{ isPending: true, preview: '' }]);
  expect([reader.origin(1), reader.origin(2)]).toEqual([
    { resource: Uint8Array.of(1, 2), scope: Uint8Array.of(3) },
    { resource: new Uint8Array(), scope: Uint8Array.of(4, 5, 6) },
  ]);
  const frames = [Uint8Array.of(1, 2, 3, 4, 5), Uint8Array.of(6)].map((frame) => zstdCompressSync(frame));
  expect(reader.payloads((frame) => frames[frame]!).map((each) => [...each])).toEqual([[1, 2], [3, 4, 5], [6]]);
}

test('a chunk of version 1 is read as it is laid out', () => {
  expectRead(chunkOf(SECTIONS));
});

test('sections that a reader does not know are skipped, wherever they stand and however they are kept', () => {
  const strange = { ...bytesSection(200, Uint8Array.of(9, 9, 9)), stored: 77, codec: 66 };
  expectRead(chunkOf([strange, ...SECTIONS.slice(0, 5), numbersSection(41, [1, 2, 3]), ...SECTIONS.slice(5), strange]));
});

test('a chunk of a version to come is no other one’s misreading, and neither is one that lacks a section', () => {
  expect(() => new ChunkReader(chunkOf(SECTIONS, 2))).toThrow(new DamagedChunk('chunk version 2 is unknown'));
  const lacking = new ChunkReader(chunkOf(SECTIONS.filter(({ id }) => id !== 8)));
  expect(() => lacking.columns(traceIdOf(1), { from: 0, to: 2 })).toThrow(new DamagedChunk('section 8 is missing'));
});

test('a chunk that says it has more sections than it has is refused, whatever they would say', () => {
  const chunk = chunkOf(SECTIONS);
  for (const more of [41, 42, 45, 200, 65_535]) {
    new DataView(chunk.buffer).setUint16(6, more, true);
    expect(() => new ChunkReader(chunk), `${more} sections`).toThrow(new DamagedChunk('wrong number of sections'));
  }
});

test('a chunk with a changed bit anywhere, or cut off anywhere, is refused', () => {
  const chunk = chunkOf(SECTIONS);
  for (let at = 0; at < chunk.length; at++) {
    const changed = Uint8Array.from(chunk);
    changed[at]! ^= 1 << (at % 8);
    expect(() => new ChunkReader(changed), `byte ${at}`).toThrow(DamagedChunk);
    expect(() => new ChunkReader(chunk.subarray(0, at)), `${at} bytes`).toThrow(DamagedChunk);
  }
});
