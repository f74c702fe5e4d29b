/** A step of a pattern: takes one character, goes on in two ways, or asks for a place in the text. */
export type Instruction =
  | { readonly op: 'character'; readonly takes: (code: number) => boolean }
  | { readonly op: 'fork'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'place'; readonly is: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly op: 'found' };

/** A pattern that cannot be read. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Bounds what one character of a text may cost. */
const MAX_INSTRUCTIONS = 500;
const CLASSES: Readonly<Record<string, (code: number) => boolean>> = {
  d: (code) => code >= 0x30 && code <= 0x39,
  w: isWordCharacter,
  s: (code) => /\s/.test(String.fromCodePoint(code)),
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A letter, a digit or an underscore, in any script. */
export function isWordCharacter(code: number): boolean {
  if (code < 0x80) return /\w/.test(String.fromCharCode(code));
  return /[\p{L}\p{N}\p{M}]/u.test(String.fromCodePoint(code));
}

/**
 * Reads a regular expression: characters, `.`, classes, groups, `|`, repetitions, `^`, `$`, `\b` and a leading `(?i)`.
 * There is nothing in it that a machine without memory could not find, such as back references.
 *
 * @throws PatternError that says what is wrong.
 */
export function compilePattern(text: string): readonly Instruction[] {
  const ignoreCase = text.startsWith('(?i)');
  const compiler = new Compiler([...(ignoreCase ? text.slice('(?i)'.length) : text)], ignoreCase);
  return compiler.whole();
}

class Compiler {
  readonly #signs: readonly string[];
  readonly #ignoreCase: boolean;
  readonly #program: Instruction[] = [];
  #at = 0;

  constructor(signs: readonly string[], ignoreCase: boolean) {
    this.#signs = signs;
    this.#ignoreCase = ignoreCase;
  }

  whole(): readonly Instruction[] {
    this.#choice();
    if (this.#at < this.#signs.length) throw new PatternError('a bracket is closed that was not opened');
    this.#add({ op: 'found' });
    return this.#program;
  }

  #choice(): void {
    const start = this.#program.length;
    this.#sequence();
    if (this.#signs[this.#at] !== '|') return;
    this.#at++;
    this.#insert(start, { op: 'fork', first: start + 1, second: 0 });
    const jump = this.#add({ op: 'jump', to: 0 });
    (this.#program[start] as { second: number }).second = this.#program.length;
    this.#choice();
    (this.#program[jump] as { to: number }).to = this.#program.length;
  }

  #sequence(): void {
    for (
      let sign = this.#signs[this.#at];
      sign !== undefined && sign !== '|' && sign !== ')';
      sign = this.#signs[this.#at]
    )
      this.#repeated();
  }

  #repeated(): void {
    const start = this.#program.length;
    this.#atom();
    for (let bounds = this.#bounds(); bounds !== undefined; bounds = this.#bounds()) this.#repeat(start, bounds);
  }

  /** Replaces what begins at `start` by so many copies of it. */
  #repeat(start: number, { least, most }: { readonly least: number; readonly most: number }): void {
    const piece = this.#program.splice(start);
    const copy = (): void => {
      const shift = this.#program.length - start;
      for (const each of piece) this.#add(shifted(each, shift));
    };
    for (let count = 0; count < least; count++) copy();
    if (most === Number.POSITIVE_INFINITY) {
      const fork = this.#add({ op: 'fork', first: this.#program.length + 1, second: 0 });
      copy();
      this.#add({ op: 'jump', to: fork });
      (this.#program[fork] as { second: number }).second = this.#program.length;
      return;
    }
    const forks: number[] = [];
    for (let count = least; count < most; count++) {
      forks.push(this.#add({ op: 'fork', first: this.#program.length + 1, second: 0 }));
      copy();
    }
    for (const fork of forks) (this.#program[fork] as { second: number }).second = this.#program.length;
  }

  /** Of `*`, `+`, `?` and `{2,3}`; a question mark behind them changes nothing about what is found. */
  #bounds(): { readonly least: number; readonly most: number } | undefined {
    const sign = this.#signs[this.#at];
    const simple = { '*': [0, Number.POSITIVE_INFINITY], '+': [1, Number.POSITIVE_INFINITY], '?': [0, 1] }[sign ?? ''];
    const [whole, from, comma, to] =
      sign === '{'
        ? (/^\{(\d{1,3})(,?)(\d{0,3})\}/.exec(this.#signs.slice(this.#at, this.#at + 9).join('')) ?? [])
        : [];
    if (simple === undefined && whole === undefined) return undefined;
    this.#at += whole?.length ?? 1;
    if (this.#signs[this.#at] === '?') this.#at++;
    if (simple !== undefined) return { least: simple[0]!, most: simple[1]! };
    const least = Number(from);
    const most = to !== '' ? Number(to) : comma === '' ? least : Number.POSITIVE_INFINITY;
    if (most < least) throw new PatternError('the bounds of a repetition are in the wrong order');
    return { least, most };
  }

  #atom(): void {
    const sign = this.#signs[this.#at++]!;
    switch (sign) {
      case '(':
        this.#group();
        break;
      case '[':
        this.#add({ op: 'character', takes: this.#class() });
        break;
      case '.':
        this.#add({ op: 'character', takes: (code) => code !== 0x0a });
        break;
      case '^':
        this.#add({ op: 'place', is: 'start' });
        break;
      case '$':
        this.#add({ op: 'place', is: 'end' });
        break;
      case '*':
      case '+':
      case '?':
        throw new PatternError(`there is nothing before ${sign} to be repeated`);
      case '\\':
        this.#escaped();
        break;
      default:
        this.#add({ op: 'character', takes: this.#range(sign, sign) });
    }
  }

  #group(): void {
    if (this.#signs[this.#at] === '?') {
      if (this.#signs[this.#at + 1] !== ':') throw new PatternError('of groups only ( and (?: are known');
      this.#at += 2;
    }
    this.#choice();
    if (this.#signs[this.#at++] !== ')') throw new PatternError('a bracket is never closed');
  }

  #escaped(): void {
    const sign = this.#signs[this.#at++];
    if (sign === undefined) throw new PatternError('a backslash stands at the end');
    if (sign === 'b' || sign === 'B') this.#add({ op: 'place', is: sign === 'b' ? 'edge' : 'inside' });
    else this.#add({ op: 'character', takes: this.#escape(sign) });
  }

  #escape(sign: string): (code: number) => boolean {
    const named = CLASSES[sign.toLowerCase()];
    if (named !== undefined) return sign === sign.toLowerCase() ? named : (code) => !named(code);
    if (CONTROLS[sign] === undefined && /[a-z0-9]/i.test(sign)) throw new PatternError(`\\${sign} is not known`);
    const plain = CONTROLS[sign] ?? sign;
    return this.#range(plain, plain);
  }

  #class(): (code: number) => boolean {
    const isNegated = this.#signs[this.#at] === '^';
    if (isNegated) this.#at++;
    const parts: ((code: number) => boolean)[] = [];
    for (let isFirst = true; isFirst || this.#signs[this.#at] !== ']'; isFirst = false) {
      const sign = this.#signs[this.#at++];
      if (sign === undefined) throw new PatternError('a square bracket is never closed');
      const next = this.#signs[this.#at + 1];
      if (sign === '\\') parts.push(this.#escape(this.#signs[this.#at++] ?? ''));
      else if (this.#signs[this.#at] === '-' && next !== undefined && next !== ']') {
        this.#at += 2;
        parts.push(this.#range(sign, next));
      } else parts.push(this.#range(sign, sign));
    }
    this.#at++;
    return (code) => parts.some((part) => part(code)) !== isNegated;
  }

  #range(first: string, last: string): (code: number) => boolean {
    const [from, to] = [first.codePointAt(0)!, last.codePointAt(0)!];
    if (from > to) throw new PatternError(`the range ${first}-${last} is in the wrong order`);
    const isWithin = (code: number): boolean => code >= from && code <= to;
    if (!this.#ignoreCase) return isWithin;
    return (code) => {
      const sign = String.fromCodePoint(code);
      return [sign, sign.toLowerCase(), sign.toUpperCase()].some((each) => isWithin(each.codePointAt(0)!));
    };
  }

  #insert(at: number, instruction: Instruction): void {
    const rest = this.#program.splice(at).map((each) => shifted(each, 1));
    this.#add(instruction);
    for (const each of rest) this.#add(each);
  }

  #add(instruction: Instruction): number {
    if (this.#program.length >= MAX_INSTRUCTIONS) throw new PatternError('the pattern is too long');
    return this.#program.push(instruction) - 1;
  }
}

function shifted(instruction: Instruction, by: number): Instruction {
  if (instruction.op === 'jump') return { op: 'jump', to: instruction.to + by };
  if (instruction.op !== 'fork') return instruction;
  return { op: 'fork', first: instruction.first + by, second: instruction.second + by };
}
