import { TRACEWRIGHT, variantTag } from '@tracewright/schema';
import type { Attributes } from '../otlp/attributes.ts';
import { storableText } from '../storable-text.ts';
import { ofKeys } from './of-keys.ts';
import { readRecord } from './read-attribute.ts';

/** A tag that a span puts on its trace. */
export interface TraceTag {
  readonly traceId: string;
  readonly key: string;
  readonly value: string;
}

/** Longest name of a test or a variant, UTF-16 units, and how many tests a span may be part of. */
const MAX_NAME = 256;
const MAX_TESTS = 16;

const NO_TAGS: readonly TraceTag[] = [];

const hasVariants = ofKeys((keys) => keys.includes(TRACEWRIGHT.variants));

/** Which variants of tests a span was done with; what is none is passed over. */
export function variantTags(traceId: string, attributes: Attributes): readonly TraceTag[] {
  if (!hasVariants(attributes.keys)) return NO_TAGS;
  const variants = readRecord(attributes, [TRACEWRIGHT.variants]);
  return variants.keys.slice(0, MAX_TESTS).flatMap((test) => {
    const variant = variants.get(test);
    if (test === '' || typeof variant !== 'string' || variant === '') return [];
    return [{ traceId, key: variantTag(nameOf(test)), value: nameOf(variant) }];
  });
}

function nameOf(text: string): string {
  return storableText(text.slice(0, MAX_NAME));
}
