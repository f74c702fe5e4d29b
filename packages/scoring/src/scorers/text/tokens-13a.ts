/** White space as Python's `str.split` knows it: with the separators of ASCII, without the mark of byte order. */
const SPACES = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const SPACE = new RegExp(SPACES, 'u');
const TRAILING_SPACE = new RegExp(`${SPACES}$`, 'u');

/** What stands by itself, wherever it is: all punctuation of ASCII but `'`, `,`, `-` and `.` */
const PUNCTUATION = /([{-~[-` -&(-+:-@/])/gu;

/** Tokens of a line as `mteval-v13a` makes them, and sacrebleu after it: BLEU is compared by them. */
export function tokens13a(text: string): readonly string[] {
  let line = text
    .replace(TRAILING_SPACE, '')
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  line = ` ${line} `
    .replace(PUNCTUATION, ' $1 ')
    // A period or comma between digits belongs to a number, a dash behind one does not.
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])(-)/gu, '$1 $2 ');
  return line.split(SPACE).filter((token) => token !== '');
}
