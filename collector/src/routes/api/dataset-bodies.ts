import type { JsonValue, NewDatasetFromTraces, NewDatasetVersion } from '@tracewright/schema';
import * as v from 'valibot';

const MAX_RECORDS = 100_000;
const MAX_FROM_TRACES = 10_000;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`));
const name = v.pipe(text(500), v.nonEmpty('must not be empty'));
/** Whatever has come as JSON. */
const json = v.custom<JsonValue>((value) => value !== undefined, 'is missing');
const object = v.record(v.string(), json);

const Record = v.object({
  id: v.exactOptional(v.pipe(text(250), v.regex(/^[\w.:@/+-]+$/, 'has letters, digits and _ . : @ / + - alone'))),
  inputs: object,
  expectations: v.exactOptional(object),
  context: v.exactOptional(json),
  outputs: v.exactOptional(json),
  tags: v.exactOptional(object),
  source: v.exactOptional(v.object({ type: name, data: object })),
});

const Pointer = v.object({
  kind: v.literal('dvc'),
  path: v.pipe(text(4_096), v.nonEmpty('must not be empty')),
  md5: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}(\.dir)?$/, '32 hex digits, of a folder with .dir behind them')),
  sizeBytes: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  repository: v.nullable(text(4_096)),
  revision: v.nullable(text(250)),
});

const Into = {
  name,
  id: v.exactOptional(text(64)),
  note: v.exactOptional(text(10_000)),
  experimentIds: v.exactOptional(v.array(text(64))),
  tags: v.exactOptional(v.record(name, text(8_000))),
};

/** What is left out stands as it is meant by default. */
export type RecordsBody = NewDatasetVersion & { readonly mode: 'replace' | 'add' };
export type TracesBody = NewDatasetFromTraces & Required<Pick<NewDatasetFromTraces, 'mode' | 'limit' | 'hasFeedback'>>;

export const DatasetOfRecords: v.GenericSchema<unknown, RecordsBody> = v.object({
  ...Into,
  mode: v.optional(v.picklist(['replace', 'add'], 'is replace or add'), 'replace'),
  records: v.exactOptional(v.pipe(v.array(Record), v.maxLength(MAX_RECORDS, `at most ${MAX_RECORDS} records`))),
  pointer: v.exactOptional(Pointer),
});

export const DatasetOfTraces: v.GenericSchema<unknown, TracesBody> = v.object({
  ...Into,
  mode: v.optional(v.picklist(['replace', 'add'], 'is replace or add'), 'replace'),
  limit: v.optional(
    v.pipe(
      v.number(),
      v.integer('is a whole number'),
      v.minValue(1, 'is at least 1'),
      v.maxValue(MAX_FROM_TRACES, `is at most ${MAX_FROM_TRACES}`),
    ),
    1_000,
  ),
  hasFeedback: v.optional(v.boolean(), false),
});
