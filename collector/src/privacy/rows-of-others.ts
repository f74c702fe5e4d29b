import * as v from 'valibot';
import { ApiError } from '../errors.ts';
import { parseUntrustedJson } from '../untrusted-json.ts';

/** As pandas writes a frame with `orient='split'`, which MLflow's clients log; what else it has stays. */
const Table = v.looseObject({ columns: v.array(v.string()), data: v.array(v.array(v.unknown())) });

/** A table without some of its rows. */
export interface OthersRows {
  readonly text: string;
  /** How many were left out. */
  readonly leftOut: number;
}

/**
 * A logged table without the rows in which somebody is named.
 *
 * @param isTheirs Whether a text that stands in it names them, by itself: not as a part of another one.
 * @returns undefined for what is no such table
 */
export function rowsOfOthers(text: string, isTheirs: (text: string) => boolean): OthersRows | undefined {
  const table = v.safeParse(Table, parsed(text));
  if (!table.success) return undefined;
  const { index, ...rest } = table.output;
  const { data } = rest;
  const stay = data.map((row) => !names(row, isTheirs));
  const leftOut = stay.filter((stays) => !stays).length;
  const isStaying = (_: unknown, at: number): boolean => stay[at] === true;
  const others = {
    ...rest,
    ...(Array.isArray(index) ? { index: index.filter(isStaying) } : index !== undefined && { index }),
    data: data.filter(isStaying),
  };
  return { text: JSON.stringify(others), leftOut };
}

function parsed(text: string): unknown {
  try {
    return parseUntrustedJson(text, (options) => new ApiError('MALFORMED_REQUEST', 'not JSON', options));
  } catch {
    return undefined;
  }
}

/** Walked to its end: JSON of too many levels was not read. */
function names(value: unknown, isTheirs: (text: string) => boolean): boolean {
  if (typeof value === 'string') return isTheirs(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((part) => names(part, isTheirs));
}
