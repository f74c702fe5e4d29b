/** As in `filter/words.ts`: what is written in letters but is none. */
const MIN_DATA = 200;

const IS_DATA = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-') {
  IS_DATA[letter.charCodeAt(0)] = 1;
}

/**
 * Where the first picture or sound in base64 begins in a text, or the text ends. Of what is none it looks at few bytes.
 *
 * @param from The beginning of the text, or the end of the run before
 */
export function dataStart(bytes: Uint8Array, from: number, end: number): number {
  let start = from;
  while (start + MIN_DATA <= end) {
    let at = start + MIN_DATA - 1;
    while (at >= start && IS_DATA[bytes[at]!] === 1) at--;
    if (at < start) return start;
    start = at + 1;
  }
  return end;
}

/** Where a run that begins at `start` ends. */
export function dataEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && IS_DATA[bytes[at]!] === 1) at++;
  return at;
}
