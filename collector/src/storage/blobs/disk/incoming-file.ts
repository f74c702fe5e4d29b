import { writeSync, writevSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';

/** As much is gathered before it is written, so that a large file takes few calls. */
const WRITE_BYTES = 1_024 * 1_024;
/**
 * What comes first is written at once, while it is still in the processor's cache: it only goes to the system's memory,
 * and handing it to another thread takes longer than that. What comes later may have to wait for the disk.
 */
const DIRECT_BYTES = 64 * 1_024 * 1_024;
/** Bytes that the disk is told to take while more come in, so that little is left to wait for at the end. */
const SYNC_BYTES = 8 * 1_024 * 1_024;

/**
 * Writes what comes in to a new file at `place`, and resolves with its size when it is on the disk for good. While one
 * part is written the next one is taken in; no more than two of them are in memory. Nothing is left of a file that fails.
 *
 * @param directBytes how much of it is written at once
 */
export async function writeIncoming(
  place: string,
  content: AsyncIterable<Uint8Array>,
  directBytes: number = DIRECT_BYTES,
): Promise<number> {
  const file = await open(place, 'wx', 0o600);
  try {
    const sizeBytes = await writeAll(file, content, directBytes);
    await file.datasync();
    await file.close();
    return sizeBytes;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(place, { force: true });
    throw error;
  }
}

async function writeAll(file: FileHandle, content: AsyncIterable<Uint8Array>, directBytes: number): Promise<number> {
  const disk = new DiskWriter(file);
  let sizeBytes = 0;
  let pieces: Uint8Array[] = [];
  let gathered = 0;
  try {
    for await (const piece of content) {
      pieces.push(piece);
      gathered += piece.byteLength;
      if (gathered < WRITE_BYTES) continue;
      sizeBytes += gathered;
      if (sizeBytes <= directBytes) disk.writeNow(pieces, gathered);
      else await disk.write(pieces, gathered);
      pieces = [];
      gathered = 0;
    }
    sizeBytes += gathered;
    if (gathered > 0) await disk.write(pieces, gathered);
  } finally {
    // Whatever ended it, the file is not closed under a write.
    await disk.settled();
  }
  disk.check();
  return sizeBytes;
}

/** In the background, one write and one wish that the disk take what there is at a time. */
class DiskWriter {
  readonly #file: FileHandle;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> | undefined;
  #unsynced = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Resolves as soon as the write before it is done. */
  async write(pieces: readonly Uint8Array[], length: number): Promise<void> {
    await this.#writing;
    this.check();
    this.#writing = this.#noting(this.#writeWhole(pieces, length));
    this.#written(length);
  }

  /** For as long as nothing is written in the background. */
  writeNow(pieces: readonly Uint8Array[], length: number): void {
    let written = writevSync(this.#file.fd, pieces as Uint8Array[]);
    // A disk that fills up takes a part first; the rest says why.
    const whole = written < length ? Buffer.concat(pieces) : undefined;
    while (whole !== undefined && written < length) written += writeSync(this.#file.fd, whole, written);
    this.#written(length);
  }

  /** Resolves when nothing is under way; never rejects. */
  async settled(): Promise<void> {
    await this.#writing;
    await this.#syncing;
  }

  /** @throws what a write has failed with. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #written(length: number): void {
    this.#unsynced += length;
    if (this.#unsynced < SYNC_BYTES || this.#syncing !== undefined) return;
    this.#unsynced = 0;
    this.#syncing = this.#noting(this.#file.datasync()).then(() => {
      this.#syncing = undefined;
    });
  }

  async #writeWhole(pieces: readonly Uint8Array[], length: number): Promise<void> {
    const { bytesWritten } = await this.#file.writev(pieces as Uint8Array[]);
    if (bytesWritten === length) return;
    await this.#file.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
  }

  #noting(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }
}
