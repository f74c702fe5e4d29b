const DIGITS = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

/** What a hexadecimal digit of either case, given as its byte, is worth; -1 where it is none. */
export function hexDigit(byte: number): number {
  return DIGITS[byte]!;
}
