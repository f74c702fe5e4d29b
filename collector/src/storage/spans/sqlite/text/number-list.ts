/** Whole numbers from 0 to 2^53, neighbours mostly near each other, in a byte or two each. */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let last = 0;
  for (const number of numbers) {
    const step = number - last;
    // The sign goes into the lowest bit. No shifts: they would cut to 32 bits.
    let rest = step < 0 ? -2 * step - 1 : 2 * step;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
    bytes.push(rest);
    last = number;
  }
  return new Uint8Array(bytes);
}

export function decodeNumbers(bytes: Uint8Array): readonly number[] {
  const numbers: number[] = [];
  let last = 0;
  for (let at = 0; at < bytes.length; ) {
    let step = 0;
    for (let size = 1; ; size *= 0x80) {
      const byte = bytes[at++]!;
      step += (byte % 0x80) * size;
      if (byte < 0x80) break;
    }
    last += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    numbers.push(last);
  }
  return numbers;
}
