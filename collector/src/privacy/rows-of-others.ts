import type { Erasure } from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../errors.ts';
import { SUBJECT_KEYS } from '../storage/tracking/privacy/subject-runs.ts';
import { parseUntrustedJson } from '../untrusted-json.ts';

/** As pandas writes a frame with `orient='split'`, which MLflow's clients log; what else it has stays. */
const Table = v.looseObject({ columns: v.array(v.string()), data: v.array(v.array(v.unknown())) });

/** A table without some of its rows. */
export interface OthersRows {
  readonly text: string;
  /** How many were left out. */
  readonly leftOut: number;
  /** Whether somebody is named in rows that stay, where it does not say that these are about them. */
  readonly isNamed: boolean;
}

/** Whose rows go. */
export interface RowsOf {
  readonly of: Erasure['of'];
  readonly subject: string;
  /** As MLflow's clients write them, too. */
  readonly traceIds: ReadonlySet<string>;
}

/**
 * A logged table without the rows that are about somebody: whose column, or a property in it, says so by its name, such as
 * `user_id`, or that name one of their traces anywhere. An id alone says nothing: it may be `yes`, or 7.
 *
 * @returns undefined for what is no such table
 */
export function rowsOfOthers(text: string, theirs: RowsOf): OthersRows | undefined {
  const table = v.safeParse(Table, parsed(text));
  if (!table.success) return undefined;
  const { index, ...rest } = table.output;
  const { columns, data } = rest;
  const found = data.map((row) => row.map((cell, at) => lookAt(cell, columns[at] ?? '', theirs)));
  const stay = found.map((row) => !row.includes('theirs'));
  const isStaying = (_: unknown, at: number): boolean => stay[at] === true;
  const others = {
    ...rest,
    ...(Array.isArray(index) ? { index: index.filter(isStaying) } : index !== undefined && { index }),
    data: data.filter(isStaying),
  };
  return {
    text: JSON.stringify(others),
    leftOut: data.length - others.data.length,
    isNamed: found.filter(isStaying).some((row) => row.includes('named')),
  };
}

type Found = 'theirs' | 'named' | undefined;

/** Walked to its end: JSON of too many levels was not read. @param name of the column or property */
function lookAt(value: unknown, name: string, theirs: RowsOf): Found {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    if (theirs.traceIds.has(text)) return 'theirs';
    if (text !== theirs.subject) return undefined;
    return NAMES[theirs.of].has(plainName(name)) ? 'theirs' : 'named';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  let found: Found;
  for (const [key, part] of Object.entries(value)) {
    const inside = lookAt(part, Array.isArray(value) ? name : key, theirs);
    if (inside === 'theirs') return inside;
    found ??= inside;
  }
  return found;
}

const NAMES = {
  user: new Set(SUBJECT_KEYS.user.map(plainName)),
  session: new Set(SUBJECT_KEYS.session.map(plainName)),
} as const;

/** `User ID` as `userid`. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function parsed(text: string): unknown {
  try {
    return parseUntrustedJson(text, (options) => new ApiError('MALFORMED_REQUEST', 'not JSON', options));
  } catch {
    return undefined;
  }
}
