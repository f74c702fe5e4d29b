/**
 * What may be another than was recorded: a path such as `messages.*.parts.0.content`, in which `*` stands for one name
 * and `**` for any, or an expression for parts of any text, such as dates and ids.
 */
export type Ignored = string | RegExp;

const MASK = '…';

/** The value with all that is ignored taken out of it, by which two requests are compared. */
export function withoutIgnored(value: unknown, ignored: readonly Ignored[]): unknown {
  if (ignored.length === 0) return value;
  const texts = ignored.filter((item) => item instanceof RegExp).map(everywhere);
  const paths = ignored.filter((item) => typeof item === 'string').map((path) => path.split('.'));
  return masked(value, [], texts, paths);
}

function masked(
  value: unknown,
  at: readonly string[],
  texts: readonly RegExp[],
  paths: readonly (readonly string[])[],
): unknown {
  if (paths.some((path) => leadsTo(path, at))) return MASK;
  if (typeof value === 'string') return texts.reduce((text, pattern) => text.replace(pattern, MASK), value);
  if (Array.isArray(value)) return value.map((item, i) => masked(item, [...at, String(i)], texts, paths));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, masked(item, [...at, key], texts, paths)]),
  );
}

function leadsTo(path: readonly string[], at: readonly string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return at.length === 0;
  if (first === '**') return leadsTo(rest, at) || (at.length > 0 && leadsTo(path, at.slice(1)));
  return at.length > 0 && (first === '*' || first === at[0]) && leadsTo(rest, at.slice(1));
}

function everywhere(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`);
}
