import type { Hash } from 'node:crypto';
import type { CellValue, TableRow } from './rows-in-order.ts';
import type { TableShape } from './table-shape.ts';

/** Order of two keys: texts by their bytes, as databases have them. Rows have the same types in the same columns. */
export function compareKeys({ key }: TableShape, one: TableRow, two: TableRow): number {
  for (const column of key) {
    const order = compareValues(one[column] ?? null, two[column] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

export function isSameRow({ columns }: TableShape, one: TableRow, two: TableRow): boolean {
  return columns.every((column) => isSame(one[column] ?? null, two[column] ?? null));
}

/** Adds a row to a checksum, so that no two rows give the same bytes. */
export function hashRow({ columns }: TableShape, row: TableRow, hash: Hash): void {
  for (const column of columns) {
    const value = row[column] ?? null;
    if (value === null) hash.update('n;');
    else if (typeof value === 'number') hash.update(`d${value};`);
    else if (typeof value === 'string') hash.update(`s${value.length}:${value};`);
    else hash.update(`b${value.byteLength}:`).update(value);
  }
}

function compareValues(one: CellValue, two: CellValue): number {
  if (one === two) return 0;
  if (typeof one === 'number' && typeof two === 'number') return one - two;
  return Buffer.compare(Buffer.from(String(one)), Buffer.from(String(two)));
}

function isSame(one: CellValue, two: CellValue): boolean {
  if (one instanceof Uint8Array && two instanceof Uint8Array) return Buffer.compare(one, two) === 0;
  return one === two;
}
