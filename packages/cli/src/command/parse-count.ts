import { usageError } from './command-error.ts';

/** A whole number from 0 to `most`. @throws CommandError of usage naming the option */
export function parseCount(option: string, text: string, most: number): number {
  if (/^\d{1,15}$/.test(text) && Number(text) <= most) return Number(text);
  throw usageError(`--${option} is a whole number up to ${most}, not ${JSON.stringify(text)}`);
}
