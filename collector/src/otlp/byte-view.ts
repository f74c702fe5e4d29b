/** Bytes, and the same to be read four at a time. */
export interface ByteView {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function byteView({ buffer, byteOffset, byteLength }: Uint8Array): ByteView {
  return { bytes: Buffer.from(buffer, byteOffset, byteLength), view: new DataView(buffer, byteOffset, byteLength) };
}
