import { canonicalJson } from '@tracewright/schema';

/** Paths of one record that are told; a text that has become a list has one, however long the list is. */
const MAX_PATHS = 100;

/**
 * Where two values differ, such as `expectations.answer` or `inputs.messages[0].content`: the deepest place of each
 * difference, a field that only one of them has among them.
 */
export function differingPaths(before: unknown, after: unknown): readonly string[] {
  const paths: string[] = [];
  collect(before, after, '', paths);
  return paths;
}

function collect(before: unknown, after: unknown, path: string, paths: string[]): void {
  if (paths.length >= MAX_PATHS) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let at = 0; at < Math.max(before.length, after.length); at++) {
      collect(before[at], after[at], `${path}[${at}]`, paths);
    }
  } else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collect(before[key], after[key], `${path}${step(key, path)}`, paths);
    }
  } else if (before === undefined || after === undefined || canonicalJson(before) !== canonicalJson(after)) {
    if (before !== after) paths.push(path);
  }
}

function step(key: string, path: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key)) return `[${JSON.stringify(key)}]`;
  return path === '' ? key : `.${key}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
