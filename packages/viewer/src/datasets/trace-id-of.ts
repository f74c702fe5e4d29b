import type { DatasetRecord } from '@tracewright/schema';

/** The trace that a record was made of. */
export function traceIdOf(record: DatasetRecord | undefined): string | undefined {
  const { type, data } = record?.source ?? {};
  if (type !== 'TRACE') return undefined;
  return /^(?:tr-)?([0-9a-f]{32})$/.exec(String(data?.trace_id))?.[1];
}
