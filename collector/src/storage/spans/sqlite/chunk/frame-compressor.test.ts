import { constants, createZstdCompress, zstdDecompressSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { compressAnew, FrameCompressor } from './frame-compressor.ts';

/** Bytes that shrink, and do not repeat themselves. */
function text(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = 97 + ((at * at) % 13) + (Math.imul(at, 0x9e37_79b1) >>> 30);
  return bytes;
}

/** What Node's compressors are at heart. */
interface Native {
  writeSync(this: Native, ...of: readonly unknown[]): void;
  onerror(message: string): void;
}

function nativePrototype(): Native {
  let owner = (createZstdCompress() as unknown as { readonly _handle: Native })._handle;
  while (!Object.hasOwn(owner, 'writeSync')) owner = Object.getPrototypeOf(owner) as Native;
  return owner;
}

const { writeSync } = nativePrototype();

/** Begins a frame and reports that there is no memory for the rest. */
function takeHalf(this: Native, _flush: unknown, ...of: readonly unknown[]): void {
  writeSync.call(this, constants.ZSTD_e_continue, ...of);
  this.onerror('Allocation error');
}

test.each([0, 1, 5_000, 600_000])('a frame of %i bytes is what Node makes of them by itself', (length) => {
  const compressor = new FrameCompressor();
  const bytes = text(length);
  compressor.compress(text(3_000));

  const frame = compressor.compress(bytes);

  expect(Buffer.compare(frame, compressAnew(bytes))).toBe(0);
  expect(Buffer.compare(zstdDecompressSync(frame), bytes)).toBe(0);
});

test('on a Node it was not tried with, each frame is made as documented, in memory of its own', () => {
  const compressor = new FrameCompressor(27);
  const bytes = text(5_000);
  const frame = compressor.compress(bytes);
  compressor.compress(text(3_000));

  expect(Buffer.compare(zstdDecompressSync(frame), bytes)).toBe(0);
});

test('bytes that do not shrink fit', () => {
  const bytes = new Uint8Array(100_000);
  for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));

  expect(Buffer.compare(zstdDecompressSync(new FrameCompressor().compress(bytes)), bytes)).toBe(0);
});

test('a frame that fails leaves nothing behind for the next one', () => {
  const compressor = new FrameCompressor();
  const failing = vi.spyOn(nativePrototype(), 'writeSync').mockImplementationOnce(takeHalf);
  expect(() => compressor.compress(text(5_000))).toThrow('zstd: Allocation error');
  failing.mockRestore();

  const bytes = text(3_000);
  expect(Buffer.compare(zstdDecompressSync(compressor.compress(bytes)), bytes)).toBe(0);
});

test('frames carry a checksum, so that one changed bit is noticed', () => {
  const frame = Uint8Array.from(new FrameCompressor().compress(text(10_000)));

  // Bit 2 of the frame header's descriptor says so.
  expect(frame[4]! & 4).toBe(4);
  frame[frame.length - 1]! ^= 1;
  expect(() => zstdDecompressSync(frame)).toThrow(
    expect.objectContaining({ errno: constants.ZSTD_error_checksum_wrong }),
  );
});
