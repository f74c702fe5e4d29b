import { TracewrightError } from '../http/tracewright-error.ts';
import type { DatasetRecord } from './dataset.ts';
import { parseCsv } from './parse-csv.ts';

/** Which columns or fields of a row are what. `context` and `outputs` are what they are called, unless they are inputs. */
export interface RowMapping {
  /** Default: all that are nothing else. Where they are named, what stands in no list is left out. */
  readonly inputs?: readonly string[];
  readonly expectations?: readonly string[];
  readonly tags?: readonly string[];
  /** The one that tells rows apart. Default `id`, if there is one. */
  readonly id?: string;
}

/** Records that the server makes of its traces. */
export interface TraceRecords {
  /** In the language of traces; '' for all. */
  readonly filter: string;
  readonly limit: number | undefined;
  readonly hasFeedback: boolean;
}

type Row = Readonly<Record<string, unknown>>;

const FIELDS = ['inputs', 'expectations', 'tags'] as const;

/**
 * Records of comma-separated values. Columns such as `inputs.question`, `expectations.answer` and `tags.topic`, which
 * {@link exportRecords} writes, are what they say; every value is a text.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` that names the line
 */
export function fromCsv(text: string, mapping: RowMapping = {}): readonly DatasetRecord[] {
  return parseCsv(text).map((row) => recordOfRow(row, mapping));
}

/**
 * Records of lines of JSON: records as {@link exportRecords} writes them, or flat objects.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` that names the line
 */
export function fromJsonl(text: string, mapping: RowMapping = {}): readonly DatasetRecord[] {
  // Editors and spreadsheets begin a file with a mark of its encoding.
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const row = parseLine(line, at + 1);
    return [isObject(row.inputs) ? recordOfLine(row, at + 1) : recordOfRow(row, mapping)];
  });
}

/**
 * Records of what the traces of a filter were called with and what they answered, the newest first; what people have said
 * should have been answered are their expectations.
 *
 * @param options how many at most; default 1,000, at most 10,000
 */
export function fromTraces(filter: string, { limit }: { readonly limit?: number } = {}): TraceRecords {
  return { filter, limit, hasFeedback: false };
}

/** The same of traces that somebody has judged, whose judgements are tags such as `feedback.helpful`. */
export function fromFeedback(filter: string = '', { limit }: { readonly limit?: number } = {}): TraceRecords {
  return { filter, limit, hasFeedback: true };
}

function recordOfLine({ source, ...record }: Row, number: number): DatasetRecord {
  // Programs write what is missing as null.
  if (source === undefined || source === null) return record as unknown as DatasetRecord;
  if (isObject(source)) return { ...record, source } as unknown as DatasetRecord;
  throw new TracewrightError('INVALID_PARAMETER_VALUE', `line ${number}: the source of a record is an object`);
}

function recordOfRow(row: Row, mapping: RowMapping): DatasetRecord {
  const parts: Record<(typeof FIELDS)[number], Record<string, unknown>> = { inputs: {}, expectations: {}, tags: {} };
  const { id: idColumn = 'id', inputs, expectations = [], tags = [] } = mapping;
  let id: string | undefined;
  const more: { context?: unknown; outputs?: unknown } = {};
  for (const [name, value] of Object.entries(row)) {
    const [, field, key = ''] = /^(inputs|expectations|tags)\.(.+)$/s.exec(name) ?? [];
    if (name === idColumn) id = String(value);
    else if (field !== undefined) parts[field as (typeof FIELDS)[number]][key] = value;
    else if (expectations.includes(name)) parts.expectations[name] = value;
    else if (tags.includes(name)) parts.tags[name] = value;
    else if (inputs?.includes(name)) parts.inputs[name] = value;
    else if (name === 'context' || name === 'outputs') more[name] = value;
    else if (inputs === undefined && name !== 'source') parts.inputs[name] = value;
  }
  return {
    ...(id !== undefined && id !== '' && { id }),
    inputs: parts.inputs,
    ...(Object.keys(parts.expectations).length > 0 && { expectations: parts.expectations }),
    ...(Object.keys(parts.tags).length > 0 && { tags: parts.tags as Record<string, string> }),
    ...more,
  };
}

function parseLine(line: string, number: number): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new TracewrightError('INVALID_PARAMETER_VALUE', `line ${number} is no JSON`, { cause });
  }
  if (isObject(value)) return value;
  throw new TracewrightError('INVALID_PARAMETER_VALUE', `line ${number} is no object`);
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
