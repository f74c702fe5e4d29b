import { TRACEWRIGHT, variantTag } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import { storableText } from '../storable-text.ts';
import { ofKeys } from './of-keys.ts';
import { readRecord, readText } from './read-attribute.ts';

/** A tag that a span puts on its trace. */
export interface TraceTag {
  readonly traceId: string;
  readonly key: string;
  readonly value: string;
}

/** Longest name of a test or a variant, and longest key or value of a tag, UTF-16 units. */
const MAX_NAME = 256;
const MAX_TAG = 8_000;
/** How many tests a span may be part of, and how many tags it may put. */
const MAX_TESTS = 16;
const MAX_TAGS = 64;

/** What MLflow's exporter puts before the tags of a trace. */
const MLFLOW_PREFIX = 'mlflow.traceTag.';
/** Its own tags say where MLflow's server keeps the trace. */
const MLFLOW_OWN = 'mlflow.';

const NO_TAGS: readonly TraceTag[] = [];

const hasVariants = ofKeys((keys) => keys.includes(TRACEWRIGHT.variants));

const mlflowKeys = ofKeys((keys) =>
  keys.filter((key) => {
    const tag = key.startsWith(MLFLOW_PREFIX) ? key.slice(MLFLOW_PREFIX.length) : '';
    return tag !== '' && tag.length <= MAX_NAME && !tag.startsWith(MLFLOW_OWN);
  }),
);

/** What a span says that belongs on its trace as tags: which variants of tests it was done with, and MLflow's tags. */
export function traceTags(traceId: string, attributes: Attributes): readonly TraceTag[] {
  const { keys } = attributes;
  const variants = hasVariants(keys) ? variantTags(traceId, attributes) : NO_TAGS;
  const ofMlflow = mlflowKeys(keys);
  return ofMlflow.length === 0 ? variants : [...variants, ...mlflowTags(traceId, attributes, ofMlflow)];
}

/** What is no variant is passed over. */
function variantTags(traceId: string, attributes: Attributes): readonly TraceTag[] {
  const variants = readRecord(attributes, [TRACEWRIGHT.variants]);
  return variants.keys.slice(0, MAX_TESTS).flatMap((test) => {
    const variant = variants.get(test);
    if (test === '' || typeof variant !== 'string' || variant === '') return [];
    return [{ traceId, key: variantTag(nameOf(test)), value: nameOf(variant) }];
  });
}

function mlflowTags(traceId: string, attributes: Attributes, keys: readonly string[]): readonly TraceTag[] {
  return keys.slice(0, MAX_TAGS).map((key) => ({
    traceId,
    key: storableText(key.slice(MLFLOW_PREFIX.length)),
    value: storableText(readText(attributes, [key]).slice(0, MAX_TAG)),
  }));
}

function nameOf(text: string): string {
  return storableText(text.slice(0, MAX_NAME));
}
