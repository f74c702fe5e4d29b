import { createHash } from 'node:crypto';
import { canonicalText } from '@tracewright/scoring';
import { EvaluationError } from '../evaluate/evaluation-error.ts';

/** As many characters as the server keeps. */
const MAX_LENGTH = 250;
/** Hex digits of the digest of inputs. */
const DIGEST_LENGTH = 16;

/** Names the rows of one evaluation, so that the same rows have the same names in another. */
export class RowKeys {
  readonly #taken = new Set<string>();
  /** How often each was asked for. */
  readonly #counts = new Map<string, number>();

  /**
   * The row's own id, else one made of its inputs; with `#2`, `#3` … where it has come before.
   *
   * @throws EvaluationError `INVALID_DATA` for an id that is empty or too long
   */
  next(row: { readonly id?: string; readonly inputs: unknown }): string {
    if (row.id !== undefined && (row.id === '' || row.id.length > MAX_LENGTH - 8)) {
      const message = `the id of a row has 1 to ${MAX_LENGTH - 8} characters, this one has ${row.id.length}`;
      throw new EvaluationError('INVALID_DATA', message);
    }
    const base = row.id ?? digestOf(row.inputs);
    let count = (this.#counts.get(base) ?? 0) + 1;
    let key = count === 1 ? base : `${base}#${count}`;
    // Another row may be called so by its own id.
    while (this.#taken.has(key)) key = `${base}#${++count}`;
    this.#counts.set(base, count);
    this.#taken.add(key);
    return key;
  }
}

function digestOf(inputs: unknown): string {
  return createHash('sha256').update(canonicalText(inputs)).digest('hex').slice(0, DIGEST_LENGTH);
}
