import { randomUUID } from 'node:crypto';
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
  const mark = randomUUID();
  const table = v.safeParse(Table, parsed(withMarkedNumbers(text, mark)));
  if (!table.success) return undefined;
  const { index, ...rest } = table.output;
  const { columns, data } = rest;
  const found = data.map((row) => row.map((cell, at) => lookAt(cell, columns[at] ?? '', theirs, mark)));
  const stay = found.map((row) => !row.includes('theirs'));
  const isStaying = (_: unknown, at: number): boolean => stay[at] === true;
  const others = {
    ...rest,
    ...(Array.isArray(index) ? { index: index.filter(isStaying) } : index !== undefined && { index }),
    data: data.filter(isStaying),
  };
  return {
    text: JSON.stringify(others).replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1'),
    leftOut: data.length - others.data.length,
    isNamed: found.filter(isStaying).some((row) => row.includes('named')),
  };
}

type Found = 'theirs' | 'named' | undefined;

/** Walked to its end: JSON of too many levels was not read. @param name of the column or property */
function lookAt(value: unknown, name: string, theirs: RowsOf, mark: string): Found {
  if (typeof value === 'string' || typeof value === 'number') {
    const written = String(value);
    const text = written.startsWith(mark) ? written.slice(mark.length) : written;
    if (theirs.traceIds.has(text)) return 'theirs';
    if (text !== theirs.subject) return undefined;
    return NAMES[theirs.of].has(plainName(name)) ? 'theirs' : 'named';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  let found: Found;
  for (const [key, part] of Object.entries(value)) {
    const inside = lookAt(part, Array.isArray(value) ? name : key, theirs, mark);
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

/**
 * Numbers that JavaScript would write otherwise, such as ids of 64 bits, as texts behind `mark`: those of others are to
 * stay what they are, and one is not to be taken for its neighbour.
 */
function withMarkedNumbers(text: string, mark: string): string {
  if (!/\d[\d.]{15}|\de[+-]?\d{3}/i.test(text)) return text;
  const parts: string[] = [];
  let copied = 0;
  const next = /"|-?\d[\d.eE+-]*/g;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    const [number] = found;
    if (number === '"') {
      next.lastIndex = endOfText(text, next.lastIndex);
    } else if (!isHeld(number)) {
      parts.push(text.slice(copied, found.index), `"${mark}${number}"`);
      copied = next.lastIndex;
    }
  }
  return parts.join('') + text.slice(copied);
}

function isHeld(number: string): boolean {
  const value = Number(number);
  return Number.isFinite(value) && (number.replaceAll(/\D/g, '').length < 16 || String(value) === number);
}

/** Behind the quote at the end of a text in JSON. */
function endOfText(json: string, start: number): number {
  for (let from = start; ; ) {
    const quote = json.indexOf('"', from);
    if (quote < 0) return json.length;
    let slashes = 0;
    while (json[quote - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

function parsed(text: string): unknown {
  try {
    return parseUntrustedJson(text, (options) => new ApiError('MALFORMED_REQUEST', 'not JSON', options));
  } catch {
    return undefined;
  }
}
