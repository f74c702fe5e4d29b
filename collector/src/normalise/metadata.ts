import { TRACEWRIGHT } from '@tracewright/schema';
import { type Attributes, type AttributeValue, recordAttributes } from '../otlp/attributes.ts';
import { isRecord } from './json-record.ts';
import { parsedJson } from './read-attribute.ts';

/** What SDKs put before a key of metadata, each entry an attribute of its own. */
const PREFIXES: readonly string[] = [
  TRACEWRIGHT.metadataPrefix,
  'langfuse.trace.metadata.',
  'langfuse.observation.metadata.',
  'langsmith.metadata.',
  'ai.telemetry.metadata.',
  'traceloop.association.properties.',
];

/** Where they put all of it into one attribute, as JSON: OpenInference, and Langfuse where it is no plain record. */
const RECORDS: readonly string[] = ['metadata', 'langfuse.trace.metadata', 'langfuse.observation.metadata'];

/** Attributes that are lists of labels. */
const LABEL_LISTS: readonly string[] = [TRACEWRIGHT.tags, 'tag.tags', 'ai.telemetry.metadata.tags'];

/** Those that may be a text with all of them: LangSmith's, between commas, and Langfuse's, as JSON. */
const LABEL_TEXTS: readonly string[] = ['langsmith.span.tags', 'langfuse.trace.tags'];

/** Attributes that may hold something. */
export interface Places {
  /** Which hold it as it is. */
  readonly plain: readonly string[];
  /** Which have to be read to know. */
  readonly packed: readonly string[];
}

/** Where the dialects write labels, which most of them call tags. */
export const LABEL_PLACES: Places = { plain: LABEL_LISTS, packed: LABEL_TEXTS };

/** Where the dialects write an entry of metadata. */
export function metadataPlaces(key: string): Places {
  return { plain: PREFIXES.map((prefix) => prefix + key), packed: RECORDS };
}

/** What a span says under a key of its metadata, whichever SDK wrote it; several where it says so in several places. */
export function metadataOf(attributes: Attributes, key: string): readonly AttributeValue[] {
  const { plain, packed } = metadataPlaces(key);
  const entries = packed.map((name) => {
    const value = attributes.get(name);
    const record = typeof value === 'string' ? parsedJson(value) : value;
    return isRecord(record) ? recordAttributes(record).get(key) : undefined;
  });
  return [...plain.map((name) => attributes.get(name)), ...entries].filter((value) => value !== undefined);
}

/** The labels of a span, each once. */
export function labelsOf(attributes: Attributes): readonly string[] {
  const labels = [...LABEL_LISTS, ...LABEL_TEXTS].flatMap((name) => labelsIn(attributes.get(name)));
  return [...new Set(labels)];
}

function labelsIn(value: AttributeValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value.filter((label): label is string => typeof label === 'string' && label !== '');
  if (typeof value !== 'string') return [];
  const list = value.startsWith('[') ? parsedJson(value) : undefined;
  if (Array.isArray(list)) return labelsIn(list);
  return value
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}
