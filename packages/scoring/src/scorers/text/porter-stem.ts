/** A suffix, what takes its place, and when. */
type Rule = readonly [suffix: string, replacement: string, applies?: (stem: string) => boolean];

/** Words that the rules would get wrong. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

const PLURALS: readonly Rule[] = [
  ['sses', 'ss'],
  ['ies', 'i'],
  ['ss', 'ss'],
  ['s', ''],
];

const DOUBLE_SUFFIXES: readonly Rule[] = (
  [
    ['ational', 'ate'],
    ['tional', 'tion'],
    ['enci', 'ence'],
    ['anci', 'ance'],
    ['izer', 'ize'],
    ['bli', 'ble'],
    ['alli', 'al'],
    ['entli', 'ent'],
    ['eli', 'e'],
    ['ousli', 'ous'],
    ['ization', 'ize'],
    ['ation', 'ate'],
    ['ator', 'ate'],
    ['alism', 'al'],
    ['iveness', 'ive'],
    ['fulness', 'ful'],
    ['ousness', 'ous'],
    ['aliti', 'al'],
    ['iviti', 'ive'],
    ['biliti', 'ble'],
    ['fulli', 'ful'],
  ] as const
).map(([suffix, replacement]) => [suffix, replacement, hasMeasure]);

/** The `l` counts as part of the stem, so that `geology` is like `archaeology`. */
const LOGI: Rule = ['logi', 'log', (stem) => hasMeasure(`${stem}l`)];

const SINGLE_SUFFIXES: readonly Rule[] = (
  [
    ['icate', 'ic'],
    ['ative', ''],
    ['alize', 'al'],
    ['iciti', 'ic'],
    ['ical', 'ic'],
    ['ful', ''],
    ['ness', ''],
  ] as const
).map(([suffix, replacement]) => [suffix, replacement, hasMeasure]);

const LONG = (stem: string): boolean => measure(stem) > 1;

const LAST_SUFFIXES: readonly Rule[] = [
  ...['al', 'ance', 'ence', 'er', 'ic', 'able', 'ible', 'ant', 'ement', 'ment', 'ent'].map(
    (suffix): Rule => [suffix, '', LONG],
  ),
  ['ion', '', (stem) => LONG(stem) && /[st]$/.test(stem)],
  ...['ou', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize'].map((suffix): Rule => [suffix, '', LONG]),
];

/**
 * Stem of an English word in lower case: Porter's algorithm (1980) with the extensions that NLTK has by default, which
 * `rouge_score` stems by.
 */
export function porterStem(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  let stem = withoutPlural(word);
  stem = withoutPast(stem);
  if (stem.endsWith('y') && stem.length > 2 && isConsonant(stem, stem.length - 2)) stem = `${stem.slice(0, -1)}i`;
  stem = withoutDoubleSuffix(stem);
  stem = applyFirst(stem, SINGLE_SUFFIXES);
  stem = applyFirst(stem, LAST_SUFFIXES);
  stem = withoutLastE(stem);
  return stem.endsWith('ll') && LONG(stem.slice(0, -1)) ? stem.slice(0, -1) : stem;
}

function withoutPlural(word: string): string {
  return word.endsWith('ies') && word.length === 4 ? word.slice(0, -1) : applyFirst(word, PLURALS);
}

function withoutPast(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith('eed')) return hasMeasure(word.slice(0, -3)) ? word.slice(0, -1) : word;
  const suffix = ['ed', 'ing'].find((one) => word.endsWith(one) && hasVowel(word.slice(0, -one.length)));
  return suffix === undefined ? word : repaired(word.slice(0, -suffix.length));
}

/** What is left of `conflat(ed)`, `hopp(ing)` and `fil(ing)` becomes a word again. */
function repaired(stem: string): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDoubleConsonant(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function withoutDoubleSuffix(word: string): string {
  // First of all, and then once more from the start.
  if (word.endsWith('alli') && hasMeasure(word.slice(0, -4))) return withoutDoubleSuffix(word.slice(0, -2));
  return applyFirst(word, [...DOUBLE_SUFFIXES, LOGI]);
}

function withoutLastE(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  return LONG(stem) || (measure(stem) === 1 && !endsShort(stem)) ? stem : word;
}

/** The first rule whose suffix is there decides, whether it applies or not. */
function applyFirst(word: string, rules: readonly Rule[]): string {
  for (const [suffix, replacement, applies] of rules) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    return applies === undefined || applies(stem) ? stem + replacement : word;
  }
  return word;
}

/** One of `c` and `v` for each letter: a `y` is a vowel behind a consonant. */
function shapeOf(word: string): string {
  let shape = '';
  for (const letter of word) {
    const isVowel = 'aeiou'.includes(letter) || (letter === 'y' && shape.endsWith('c'));
    shape += isVowel ? 'v' : 'c';
  }
  return shape;
}

function isConsonant(word: string, at: number): boolean {
  return shapeOf(word.slice(0, at + 1)).endsWith('c');
}

/** How often consonants follow vowels. */
function measure(stem: string): number {
  return shapeOf(stem).split('vc').length - 1;
}

function hasMeasure(stem: string): boolean {
  return measure(stem) > 0;
}

function hasVowel(stem: string): boolean {
  return shapeOf(stem).includes('v');
}

function endsInDoubleConsonant(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && shapeOf(word).endsWith('c');
}

/** Consonant, vowel, consonant other than w, x and y, such as `-hop`; or a vowel and a consonant and nothing else. */
function endsShort(word: string): boolean {
  const shape = shapeOf(word);
  return (shape.endsWith('cvc') && !/[wxy]$/.test(word)) || shape === 'vc';
}
