/** All payloads of a chunk, one behind the other, with room for what is unpacked of them. */
export class ChunkBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Where what is unpacked next may be written. */
  end: number;

  /** @param length of the payloads; what is unpacked of a part of them never takes more than that part */
  constructor(memory: ArrayBuffer, length: number) {
    this.bytes = Buffer.from(memory);
    this.view = new DataView(memory);
    this.end = length;
  }

  isAscii(start: number, end: number): boolean {
    const { view, bytes } = this;
    let bits = 0;
    let at = start;
    for (; at + 4 <= end; at += 4) bits |= view.getInt32(at, true);
    for (; at < end; at++) bits |= bytes[at]!;
    return (bits & 0x8080_8080) === 0;
  }
}
