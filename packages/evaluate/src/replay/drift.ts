/** One place in which two values differ. */
export interface Difference {
  /** Such as `messages.1.parts.0.content`; empty for the value itself. */
  readonly path: string;
  /** Undefined where there is none. */
  readonly recorded: unknown;
  readonly asked: unknown;
}

/** Every place in which two values of JSON differ, in order. */
export function differences(recorded: unknown, asked: unknown, path = ''): readonly Difference[] {
  if (Object.is(recorded, asked)) return [];
  if (!isRecord(recorded) || !isRecord(asked) || Array.isArray(recorded) !== Array.isArray(asked)) {
    return [{ path, recorded, asked }];
  }
  const keys = new Set([...Object.keys(recorded), ...Object.keys(asked)]);
  return [...keys].flatMap((key) => differences(recorded[key], asked[key], path === '' ? key : `${path}.${key}`));
}

/** How far two values are from each other: what has to be written anew, in characters of JSON. */
export function distance(found: readonly Difference[]): number {
  return found.reduce((sum, { recorded, asked }) => sum + distanceOf(recorded, asked), 0);
}

/** More places say no more. */
const MAX_SHOWN = 8;

/** Lines that name each place and what stands there. */
export function shownDifferences(found: readonly Difference[]): string {
  const lines = found.slice(0, MAX_SHOWN).map(({ path, recorded, asked }) => {
    const [was, is] = aroundDifference(shown(recorded), shown(asked));
    return `  ${path || '(all of it)'}\n    - recorded: ${was}\n    + asked:    ${is}`;
  });
  if (found.length > MAX_SHOWN) lines.push(`  … and in ${found.length - MAX_SHOWN} other places`);
  return lines.join('\n');
}

function distanceOf(recorded: unknown, asked: unknown): number {
  const [was, is] = [shown(recorded), shown(asked)];
  const begin = commonStart(was, is);
  const end = commonStart(reversed(was.slice(begin)), reversed(is.slice(begin)));
  return Math.max(was.length, is.length) - begin - end;
}

/** Of a long text only what is around the first difference. UTF-16 units. */
const BEFORE = 40;
const MAX_LENGTH = 160;

function aroundDifference(was: string, is: string): readonly [was: string, is: string] {
  if (was.length <= MAX_LENGTH && is.length <= MAX_LENGTH) return [was, is];
  const start = Math.max(0, commonStart(was, is) - BEFORE);
  const cut = (text: string): string => {
    const part = text.slice(start, start + MAX_LENGTH);
    return `${start > 0 ? '…' : ''}${part}${start + MAX_LENGTH < text.length ? '…' : ''}`;
  };
  return [cut(was), cut(is)];
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

function shown(value: unknown): string {
  return value === undefined ? '(nothing)' : JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
