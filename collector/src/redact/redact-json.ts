import type { JsonPath, PathState } from './json-path.ts';

/** What is done to the parts of a text of JSON. */
export interface JsonRedaction {
  /** Of paths that are looked for, in this order. */
  readonly paths: readonly JsonPath[];
  /** JSON that a value is replaced by, which the path of this number leads to. @param text the value, unquoted if it is a text */
  readonly replace: (path: number, text: string) => string;
  /** What a text, or the digits of a number, become; undefined where they stay. */
  readonly text: (text: string, states: readonly PathState[]) => string | undefined;
}

interface Frame {
  readonly isArray: boolean;
  readonly states: readonly PathState[];
  /** Of what comes next in an array. */
  index: number;
  /** Of what comes next in an object, once it was read. */
  key: string | undefined;
}

/** Whether a text is read as JSON: as that of messages and arguments is, and that of a text which clients have quoted. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]/.test(text);
}

/** Whether all of it is JSON: what only begins so may say something that is no text of JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Replaces parts of a text of JSON and leaves all others as they are, to the space: numbers that no double holds and
 * the order of fields stay. JSON that is cut off or wrong is gone through as far as it can be told what its texts are.
 *
 * @param states where the paths stand at its beginning: it may stand in other JSON as a text
 * @returns undefined where nothing was replaced
 */
export function redactJson(text: string, redaction: JsonRedaction, states: readonly PathState[]): string | undefined {
  return new JsonWalk(text, redaction).run(states);
}

class JsonWalk {
  readonly #text: string;
  readonly #redaction: JsonRedaction;
  readonly #frames: Frame[] = [];
  #at = 0;
  #out = '';
  #copied = 0;

  constructor(text: string, redaction: JsonRedaction) {
    this.#text = text;
    this.#redaction = redaction;
  }

  run(states: readonly PathState[]): string | undefined {
    while (this.#at < this.#text.length) this.#step(states);
    if (this.#copied === 0) return undefined;
    return this.#out + this.#text.slice(this.#copied);
  }

  #step(root: readonly PathState[]): void {
    const frame = this.#frames.at(-1);
    const letter = this.#text[this.#at]!;
    switch (letter) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
      case ':':
        this.#at++;
        return;
      case ',':
        if (frame !== undefined) {
          frame.index++;
          frame.key = undefined;
        }
        this.#at++;
        return;
      case '}':
      case ']':
        this.#frames.pop();
        this.#at++;
        return;
    }
    if (frame !== undefined && !frame.isArray && frame.key === undefined) this.#key(frame, letter);
    else this.#value(letter, frame === undefined ? root : this.#below(frame));
  }

  #below({ isArray, states, index, key }: Frame): readonly PathState[] {
    if (states.length === 0) return states;
    const step = isArray ? index : (key ?? '');
    return states.map((state, path) => this.#redaction.paths[path]!.next(state, step));
  }

  #key(frame: Frame, letter: string): void {
    if (letter !== '"') {
      this.#at++;
      return;
    }
    const start = this.#at;
    const key = this.#string();
    frame.key = key;
    const hidden = this.#redaction.text(key, []);
    if (hidden !== undefined) this.#replace(start, JSON.stringify(hidden));
  }

  #value(letter: string, states: readonly PathState[]): void {
    const start = this.#at;
    const path = states.findIndex((state, index) => this.#redaction.paths[index]!.isMatch(state));
    if (path >= 0) {
      const value = letter === '"' ? this.#string() : this.#skip(letter);
      this.#replace(start, this.#redaction.replace(path, value));
    } else if (letter === '{' || letter === '[') {
      this.#frames.push({ isArray: letter === '[', states, index: 0, key: undefined });
      this.#at++;
    } else {
      const value = letter === '"' ? this.#string() : this.#literal();
      const hidden = this.#redaction.text(value, states);
      if (hidden !== undefined) this.#replace(start, JSON.stringify(hidden));
    }
  }

  /** Reads the text that begins here; one that is not closed goes to the end. */
  #string(): string {
    const start = this.#at + 1;
    let end = this.#text.indexOf('"', start);
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    const isClosed = end >= 0;
    if (!isClosed) end = this.#text.length;
    this.#at = isClosed ? end + 1 : end;
    const raw = this.#text.slice(start, end);
    return raw.includes('\\') ? unescaped(raw) : raw;
  }

  #isEscaped(quote: number): boolean {
    let backslashes = 0;
    while (this.#text[quote - 1 - backslashes] === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  /** A number, `true`, `false`, `null`, or whatever stands there. */
  #literal(): string {
    const start = this.#at;
    do this.#at++;
    while (this.#at < this.#text.length && !',:]}[{" \n\r\t'.includes(this.#text[this.#at]!));
    return this.#text.slice(start, this.#at);
  }

  /** Passes over a value with all that is in it. @returns it */
  #skip(letter: string): string {
    if (letter !== '{' && letter !== '[') return this.#literal();
    const start = this.#at;
    let depth = 0;
    do {
      const next = this.#text[this.#at]!;
      if (next === '"') {
        this.#string();
        continue;
      }
      if (next === '{' || next === '[') depth++;
      else if (next === '}' || next === ']') depth--;
      this.#at++;
    } while (depth > 0 && this.#at < this.#text.length);
    return this.#text.slice(start, this.#at);
  }

  #replace(start: number, replacement: string): void {
    this.#out += this.#text.slice(this.#copied, start) + replacement;
    this.#copied = this.#at;
  }
}

const CONTROLS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** What is no valid escape is taken as it stands. */
function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    // Cut off within an escape, or with line breaks in it.
    return raw.replace(/\\(?:u([\da-fA-F]{4})|(["\\/bfnrt]))/g, (_, unit?: string, letter = '') =>
      unit === undefined ? (CONTROLS[letter] ?? letter) : String.fromCharCode(Number.parseInt(unit, 16)),
    );
  }
}
