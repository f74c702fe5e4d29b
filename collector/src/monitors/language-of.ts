const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /\p{Script=Han}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['el', /\p{Script=Greek}/u],
  ['th', /\p{Script=Thai}/u],
  ['hi', /\p{Script=Devanagari}/u],
];

/** The words that are the most frequent ones of each, and rare in the others. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'and', 'is', 'of', 'to', 'what', 'how', 'my', 'you', 'this', 'for', 'with', 'can', 'it', 'are'],
  de: ['der', 'die', 'das', 'und', 'ist', 'nicht', 'ich', 'ein', 'eine', 'wie', 'mit', 'für', 'auf', 'den', 'zu'],
  fr: ['le', 'la', 'les', 'et', 'est', 'des', 'une', 'je', 'vous', 'que', 'pour', 'dans', 'pas', 'mon', 'du'],
  es: ['el', 'los', 'las', 'y', 'es', 'una', 'que', 'por', 'para', 'con', 'mi', 'como', 'del', 'qué', 'cómo'],
  it: ['il', 'gli', 'e', 'è', 'una', 'che', 'per', 'non', 'con', 'come', 'mio', 'della', 'di', 'sono', 'questo'],
  pt: ['o', 'os', 'as', 'e', 'é', 'uma', 'que', 'para', 'não', 'com', 'meu', 'como', 'do', 'da', 'você'],
  nl: ['de', 'het', 'een', 'en', 'is', 'niet', 'ik', 'van', 'wat', 'hoe', 'mijn', 'met', 'voor', 'op', 'zijn'],
};
const BY_WORD = wordIndex();

/** Of a long text its beginning tells as much. */
const MAX_WORDS = 200;

/**
 * A guess at the language of a text, by its letters or its most frequent words: `en`, `de`, …; `other` where neither says
 * so. It is meant for shares among many texts, not for a single one.
 */
export function languageOf(text: string): string {
  const letters = text.match(/\p{L}/gu)?.slice(0, 1_000) ?? [];
  if (letters.length === 0) return 'other';
  for (const [language, script] of SCRIPTS) {
    // A few borrowed letters do not make a text one of that language.
    if (letters.filter((letter) => script.test(letter)).length > letters.length * 0.3) return language;
  }
  const votes = new Map<string, number>();
  for (const word of wordsIn(text, MAX_WORDS)) {
    for (const language of BY_WORD.get(word) ?? []) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? 'other';
}

/** Words in lower case, numbers as `0`. */
export function wordsIn(text: string, limit: number): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.toLowerCase().matchAll(/\p{N}+|\p{Script=Han}|[\p{L}\p{M}]+/gu)) {
    words.push(/^\p{N}/u.test(word) ? '0' : word);
    if (words.length === limit) break;
  }
  return words;
}

function wordIndex(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [language, words] of Object.entries(WORDS)) {
    for (const word of words) index.set(word, [...(index.get(word) ?? []), language]);
  }
  return index;
}
