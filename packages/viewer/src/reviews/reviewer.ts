import { readStored, writeStored } from '../ui/stored.ts';

const KEY = 'tracewright.reviewer';

/** Whose reviews these are, as this browser was told; undefined where it was not. */
export function storedReviewer(): string | undefined {
  return readStored(KEY) ?? undefined;
}

export function storeReviewer(name: string): void {
  writeStored(KEY, name === '' ? null : name);
}
