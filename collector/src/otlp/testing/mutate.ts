import type { Random } from './random-request.ts';

/** A copy of a body with one to four faults: bits flipped, bytes overwritten, cut off, taken out, doubled or put in. */
export function mutate(body: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(body);
  const faults = 1 + Math.floor(random() * 4);
  for (let i = 0; i < faults && bytes.length > 0; i++) bytes = fault(bytes, random);
  return bytes;
}

function fault(bytes: Buffer<ArrayBuffer>, random: Random): Buffer<ArrayBuffer> {
  const at = Math.floor(random() * bytes.length);
  const count = 1 + Math.floor(random() * 6);
  switch (Math.floor(random() * 6)) {
    case 0:
      bytes[at] = bytes[at]! ^ (1 << Math.floor(random() * 8));
      return bytes;
    case 1:
      bytes[at] = Math.floor(random() * 256);
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at + count), bytes.subarray(at)]);
    default: {
      const noise = Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
      return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
    }
  }
}
