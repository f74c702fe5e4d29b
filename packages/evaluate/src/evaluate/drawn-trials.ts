import { createHash } from 'node:crypto';
import { canonicalText } from '@tracewright/scoring';
import type { DataRow } from '../data/data-row.ts';
import { RowKeys } from '../data/row-key.ts';
import { EvaluationError } from './evaluation-error.ts';
import type { RowTrial } from './row-trial.ts';

/** Hex digits of a digest of data, as MLflow has them. */
const DIGEST_LENGTH = 8;

/** Data as trials to be run, and what is known of them once they are drawn. */
export class DrawnTrials implements AsyncIterable<RowTrial> {
  readonly #rows: AsyncIterable<DataRow>;
  readonly #trials: number;
  readonly #hash = createHash('sha256');

  constructor(rows: AsyncIterable<DataRow>, trials: number) {
    this.#rows = rows;
    this.#trials = trials;
  }

  /** @throws EvaluationError `INVALID_DATA` for what is no row */
  async *[Symbol.asyncIterator](): AsyncGenerator<RowTrial, void, undefined> {
    const keys = new RowKeys();
    let index = 0;
    for await (const row of this.#rows) {
      if (typeof row !== 'object' || row === null) {
        throw new EvaluationError('INVALID_DATA', `row ${index} of the data is no object with inputs: ${String(row)}`);
      }
      const { inputs, expectations } = row;
      this.#hash.update(canonicalText({ inputs, expectations }));
      const key = keys.next(row);
      for (let trial = 0; trial < this.#trials; trial++) yield { key, trial, index, row };
      index++;
    }
  }

  /** Of inputs and expectations: the same data have the same one. To be asked for once. */
  digest(): string {
    return this.#hash.digest('hex').slice(0, DIGEST_LENGTH);
  }
}
