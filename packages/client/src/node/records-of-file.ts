import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { DatasetRecord } from '../datasets/dataset.ts';
import { fromCsv, fromJsonl, type RowMapping } from '../datasets/record-sources.ts';
import { TracewrightError } from '../http/tracewright-error.ts';

/**
 * Records of a file, by the ending of its name: `.csv`, `.jsonl` or `.ndjson`.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` for another ending, or naming the line; Node's own error where the
 *   file cannot be read
 */
export async function fromFile(file: string, mapping: RowMapping = {}): Promise<readonly DatasetRecord[]> {
  const ending = extname(file).toLowerCase();
  if (ending !== '.csv' && ending !== '.jsonl' && ending !== '.ndjson') {
    throw new TracewrightError(
      'INVALID_PARAMETER_VALUE',
      `records are read from .csv, .jsonl and .ndjson, not ${file}`,
    );
  }
  const text = await readFile(file, 'utf8');
  return ending === '.csv' ? fromCsv(text, mapping) : fromJsonl(text, mapping);
}
