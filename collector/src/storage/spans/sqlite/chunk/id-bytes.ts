const DIGIT_OF_CODE = new Uint8Array(128);
for (let digit = 0; digit < 16; digit++) {
  DIGIT_OF_CODE[digit.toString(16).charCodeAt(0)] = digit;
  DIGIT_OF_CODE[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** Writes an id of hex digits into `target`. Several times faster than `Buffer.write` for texts this short. */
export function writeId(id: string, target: Uint8Array, offset: number): void {
  for (let at = 0; at < id.length; at += 2) {
    target[offset + (at >> 1)] = (DIGIT_OF_CODE[id.charCodeAt(at)]! << 4) | DIGIT_OF_CODE[id.charCodeAt(at + 1)]!;
  }
}

/** An id's bytes on their own, as a database key. */
export function idBytes(id: string): Uint8Array {
  const bytes = new Uint8Array(id.length >> 1);
  writeId(id, bytes, 0);
  return bytes;
}

/** Lower-case hex digits of `length` bytes. */
export function readId(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + offset, length).toString('hex');
}
