import { zstdDecompressSync } from 'node:zlib';
import { FrameCompressor } from './frame-compressor.ts';

let compressor: FrameCompressor | undefined;

/** A zstd frame of the bytes. It stands where the thread's next one will: whoever keeps it copies it. */
export function compress(bytes: Uint8Array): Uint8Array {
  compressor ??= new FrameCompressor();
  return compressor.compress(bytes);
}

/** @throws Error if the frame is damaged or does not hold `length` bytes. */
export function decompress(frame: Uint8Array, length: number): Uint8Array {
  const bytes = zstdDecompressSync(frame, { chunkSize: Math.max(64, length), maxOutputLength: Math.max(1, length) });
  if (bytes.length !== length) throw new Error(`a frame holds ${bytes.length} bytes instead of ${length}`);
  // A plain array: `slice` of a Buffer would not copy.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
