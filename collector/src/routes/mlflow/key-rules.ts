import { ApiError } from '../../errors.ts';

const MAX_KEY = 250;
/** Letters of any script: MLflow's pattern is Python's `\w`. */
const NAME = /^[\p{L}\p{N}_\-. :/]+$/u;
/** What most names are made of, and what needs no further look. */
const PLAIN = /^\w[\w-]{0,99}(?:[./]\w[\w-]{0,40}){0,3}$/;

/**
 * Checks the name of a metric, parameter or tag.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` in MLflow's words.
 */
export function checkKey(kind: 'metric' | 'param' | 'tag', key: string): void {
  if (PLAIN.test(key)) return;
  if (!NAME.test(key)) {
    throw invalid(
      `Invalid value "${key}" for parameter '${kind} name' supplied: Names may only contain alphanumerics, ` +
        'underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).',
    );
  }
  if (!isPlainPath(key)) {
    throw invalid(
      `Invalid value "${key}" for parameter '${kind} name' supplied: Names may be treated as files in certain cases, ` +
        'and must not resolve to other names when treated as such. This name would resolve to ' +
        `'${normalised(key)}'`,
    );
  }
  checkValue('key', key, MAX_KEY);
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` where `value` has more than `most` characters. */
export function checkValue(path: string, value: string, most: number): void {
  if (value.length > most) throw invalid(`'${path}' exceeds the maximum length of ${most} characters`);
}

/** Whether it names the same file when it is written shorter: no `..`, no `//`, no slash at either end. */
function isPlainPath(name: string): boolean {
  return normalised(name) === name && name !== '.' && !name.startsWith('..') && !name.startsWith('/');
}

/** As `posixpath.normpath` has it. */
function normalised(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  const path = parts.join('/');
  return name.startsWith('/') ? `/${path}` : path === '' ? '.' : path;
}

function invalid(message: string): ApiError {
  return new ApiError('INVALID_PARAMETER_VALUE', message);
}
