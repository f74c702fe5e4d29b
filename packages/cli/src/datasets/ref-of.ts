import type { DatasetRef } from '@tracewright/client';

/** Which version is meant by `returns` or `returns/2`. */
export function refOf(text: string): DatasetRef {
  const [, dataset = text, version] = /^(.+)\/(\d{1,9})$/s.exec(text) ?? [];
  return version === undefined ? { dataset: text } : { dataset, version: Number(version) };
}
