import { readStored, writeStored } from '../ui/stored.ts';

const KEY = 'tracewright.reviewer';

/** Whose reviews these are, as this browser was told; '' where it was not. */
export function storedReviewer(): string {
  return readStored(KEY) ?? '';
}

export function storeReviewer(name: string): void {
  writeStored(KEY, name === '' ? null : name);
}
