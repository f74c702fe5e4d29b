import type { FileHandle } from 'node:fs/promises';
import { storageFailure } from './disk-failure.ts';

const READ_BYTES = 256 * 1_024;
/** So many parts are read ahead of whoever takes them. */
const PARTS_AHEAD = 2;

/**
 * The bytes of a file from `first` to `last`, both included. The file is closed once all of them are read, or nobody
 * wants them any more.
 */
export function readFileStream(file: FileHandle, first: number, last: number): ReadableStream<Uint8Array> {
  let position = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await readPart(file, position, last);
        position += part.byteLength;
        if (part.byteLength > 0) controller.enqueue(part);
        if (part.byteLength > 0 && position <= last) return;
        await file.close();
        controller.close();
      },
      cancel: () => file.close(),
    },
    { highWaterMark: PARTS_AHEAD },
  );
}

/** Nothing behind the end. */
async function readPart(file: FileHandle, position: number, last: number): Promise<Uint8Array> {
  const part = Buffer.allocUnsafeSlow(Math.max(0, Math.min(READ_BYTES, last - position + 1)));
  if (part.byteLength === 0) return part;
  try {
    const { bytesRead } = await file.read(part, 0, part.byteLength, position);
    return part.subarray(0, bytesRead);
  } catch (error) {
    await file.close();
    throw storageFailure(error);
  }
}
