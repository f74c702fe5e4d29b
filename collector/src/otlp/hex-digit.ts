const DIGITS = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

/** What a hexadecimal digit of either case, given as its byte, is worth; -1 where it is none. */
export function hexDigit(byte: number): number {
  return DIGITS[byte]!;
}

/** Four hexadecimal digits; -1 where they are not. */
export function hexUnit(source: Uint8Array, start: number): number {
  let unit = 0;
  for (let at = start; at < start + 4; at++) {
    const digit = hexDigit(source[at] ?? 0);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}
