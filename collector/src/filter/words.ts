/**
 * Letters of scripts that put no space between words: each is a word of its own. So is the sign that lengthens a vowel,
 * which Unicode counts to no script: it would grow onto what follows.
 */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc`;
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+`, 'gu');
const ASCII_WORD = /[a-z0-9_]+/g;
/** What is written in letters but is none: pictures and sound in base64. Words are never so long. */
const DATA = /[A-Za-z0-9+/_-]{200,}/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/;

/**
 * The words of a text, as search compares them: in lower case and in Unicode's composed form, so that it does not
 * matter how an accent was typed or whether a letter is a full-width one; a sigma at the end is one like any other. Data in base64 has none.
 */
export function wordsOf(whole: string): readonly string[] {
  const text = whole.length < 200 ? whole : whole.replace(DATA, ' ');
  if (ASCII.test(text)) return text.toLowerCase().match(ASCII_WORD) ?? [];
  return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').match(WORD) ?? [];
}

/** Tells whether the words stand in the text one behind the other; the last one as a beginning if `isPrefix`. */
export function containsWords(text: readonly string[], words: readonly string[], isPrefix: boolean): boolean {
  const last = words.length - 1;
  for (let from = 0; from + last < text.length; from++) {
    let at = 0;
    while (at < last && text[from + at] === words[at]) at++;
    if (at < last) continue;
    const found = text[from + last]!;
    if (isPrefix ? found.startsWith(words[last]!) : found === words[last]) return true;
  }
  return false;
}
