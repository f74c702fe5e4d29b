import type { DatasetRecord as WireRecord } from '@tracewright/schema';
import type { DatasetRecord, RecordSource, StoredRecord } from './dataset.ts';

type Data = Readonly<Record<string, unknown>>;

/** A source as MLflow's interface has it. */
export function writeSource(source: RecordSource): { readonly source_type: string; readonly source_data: Data } {
  if ('traceId' in source) return { source_type: 'TRACE', source_data: { trace_id: `tr-${source.traceId}` } };
  return { source_type: source.type, source_data: source.data };
}

export function readSource(type: string, data: Data = {}): RecordSource {
  const [, traceId] = /^tr-([0-9a-f]{32})$/.exec(String(data.trace_id)) ?? [];
  return type === 'TRACE' && traceId !== undefined ? { traceId } : { type, data };
}

/** A record as our own interface has it. */
export function writeRecord({ source, ...record }: DatasetRecord): object {
  if (source === undefined) return record;
  const { source_type: type, source_data: data } = writeSource(source);
  return { ...record, source: { type, data } };
}

export function readRecord<Inputs, Expected>({ source, ...record }: WireRecord): StoredRecord<Inputs, Expected> {
  const read = { ...record, ...(source === undefined ? {} : { source: readSource(source.type, source.data) }) };
  // What inputs and expectations hold is the caller's word.
  return read as unknown as StoredRecord<Inputs, Expected>;
}
