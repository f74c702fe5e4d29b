import { readFileSync } from 'node:fs';

/** Settings that may stand in a file instead, whose name the same variable with `_FILE` behind it gives. */
const SECRETS = [
  'TRACEWRIGHT_API_KEY',
  'TRACEWRIGHT_ADMIN_PASSWORD',
  'TRACEWRIGHT_OIDC_CLIENT_SECRET',
  'TRACEWRIGHT_SPANS_URL',
  'TRACEWRIGHT_TRACKING_URL',
];

/**
 * Adds the secrets that stand in files, as containers are given them, without the line's end behind them.
 *
 * @param given variables that are not empty
 * @throws RangeError naming the variable, where a file cannot be read or is empty, or the secret is given as well.
 */
export function withSecretFiles(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const read = SECRETS.flatMap((name): readonly (readonly [string, string])[] => {
    const variable = `${name}_FILE`;
    const file = given[variable];
    if (file === undefined) return [];
    if (given[name] !== undefined) throw new RangeError(`${name} and ${variable} exclude each other: drop one of them`);
    const secret = contentOf(file, variable).replace(/\r?\n$/, '');
    if (secret === '') throw new RangeError(`${variable}: ${file} is empty`);
    return [[name, secret]];
  });
  return { ...given, ...Object.fromEntries(read) };
}

function contentOf(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new RangeError(`${variable}: ${file} cannot be read (${reason})`, { cause });
  }
}
