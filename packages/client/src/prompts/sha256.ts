/**
 * SHA-256 of a text in UTF-8, as 64 hex digits. Not the platform's, which answers later and is missing from pages that come
 * over plain HTTP; texts here are short.
 *
 * @see FIPS 180-4, section 6.2
 */
export function sha256(text: string): string {
  const message = new TextEncoder().encode(text);
  const bytes = new Uint8Array((message.length + 9 + 63) & ~63);
  bytes.set(message);
  bytes[message.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(bytes.length - 8, BigInt(message.length) * 8n);

  const hash = Uint32Array.from(START);
  const words = new Uint32Array(64);
  for (let block = 0; block < bytes.length; block += 64) {
    for (let at = 0; at < 16; at++) words[at] = view.getUint32(block + at * 4);
    for (let at = 16; at < 64; at++) {
      const near = words[at - 2]!;
      const far = words[at - 15]!;
      const small1 = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
      const small0 = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
      words[at] = words[at - 16]! + small0 + words[at - 7]! + small1;
    }
    mix(hash, words);
  }
  return [...hash].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function mix(hash: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = hash as unknown as [number, number, number, number, number, number, number, number];
  for (let at = 0; at < 64; at++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + ROUNDS[at]! + words[at]!) | 0;
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) hash[at]! += word;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 64 primes: the constants are bits of their roots. */
const PRIMES = Array.from({ length: 312 }, (_, at) => at).filter(
  (number) =>
    number > 1 && Array.from({ length: 16 }, (_, at) => at + 2).every((by) => by >= number || number % by !== 0),
);
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Uint32Array.from(PRIMES.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));

/** The first 32 bits behind the point. */
function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) >>> 0;
}
