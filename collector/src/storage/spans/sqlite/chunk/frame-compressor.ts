import { constants, createZstdCompress, type ZstdOptions, zstdCompressSync } from 'node:zlib';

const SETTINGS: ZstdOptions = {
  params: {
    // At twice the speed of 3 it gives frames only a few per cent larger.
    [constants.ZSTD_c_compressionLevel]: 1,
    // Payloads come in 512 kB at most, which a window of 256 kB costs next to nothing; a larger one takes more memory.
    [constants.ZSTD_c_windowLog]: 18,
    [constants.ZSTD_c_checksumFlag]: 1,
  },
};

/** What comes out of 512 kB at most; what larger ones need is let go behind them. */
const USUAL_BYTES = frameBound(512 * 1024);

/**
 * What Node's own synchronous functions call, and then close. Held open it makes one frame after the other with the same
 * working memory, which takes two thirds of the time, and leaves nothing to be collected: V8 went through its whole heap
 * for what each frame left.
 */
interface NativeCompressor {
  readonly writeSync: (...of: readonly [flush: number, ...input: Extent, ...output: Extent]) => void;
  onerror: (message: string) => void;
}

type Extent = [bytes: Uint8Array, start: number, length: number];

/** Both are Node's business, so that another version of it may lack them. */
interface Internals {
  readonly _handle?: Partial<NativeCompressor> | null;
  /** What was left of the output and of the input after a call. */
  readonly _writeState?: Uint32Array;
}

/** The majors of Node that it was tried with: native code that takes other arguments may end the process, not throw. */
const TRIED_MAJORS = { from: 22, to: 26 };

/** Makes zstd frames with one compressor. Frames carry their own checksum. */
export class FrameCompressor {
  #stream = createZstdCompress(SETTINGS) as Internals;
  #output = Buffer.allocUnsafeSlow(USUAL_BYTES);
  readonly #isTried: boolean;

  constructor(nodeMajor: number = Number.parseInt(process.versions.node, 10)) {
    this.#isTried = nodeMajor >= TRIED_MAJORS.from && nodeMajor <= TRIED_MAJORS.to;
  }

  /** @returns bytes that stand until the next call. @throws Error if no frame was made: the next call begins anew. */
  compress(bytes: Uint8Array): Uint8Array {
    const { _handle: handle, _writeState: left } = this.#stream;
    if (!this.#isTried || !isNative(handle) || left === undefined) return compressAnew(bytes);
    const needed = Math.max(USUAL_BYTES, frameBound(bytes.length));
    if (needed !== this.#output.length) this.#output = Buffer.allocUnsafeSlow(needed);
    let failure: string | undefined;
    handle.onerror = (message) => {
      failure = message;
    };
    handle.writeSync(constants.ZSTD_e_end, bytes, 0, bytes.length, this.#output, 0, needed);
    const [outputLeft = 0, inputLeft = 0] = left;
    if (failure !== undefined || inputLeft > 0) {
      // It may hold half a frame, which the next one would go on with.
      this.#stream = createZstdCompress(SETTINGS) as Internals;
      throw new Error(`zstd: ${failure ?? `${inputLeft} bytes are left`}`);
    }
    return this.#output.subarray(0, needed - outputLeft);
  }
}

/** The same bytes, by what Node documents. */
export function compressAnew(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, { ...SETTINGS, chunkSize: frameBound(bytes.length), pledgedSrcSize: bytes.length });
}

/** `ZSTD_compressBound`: with that much room a frame is made in one go, from where its bytes stand. */
function frameBound(bytes: number): number {
  return bytes + (bytes >> 8) + 128;
}

function isNative(handle: Internals['_handle']): handle is NativeCompressor {
  return typeof handle?.writeSync === 'function';
}
