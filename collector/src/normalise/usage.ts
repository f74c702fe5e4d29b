import type { Usage } from '@tracewright/schema';
import { type Attributes, NO_ATTRIBUTES } from '../otlp/attributes.ts';
import { type Names, readCount, readNumber } from './read-attribute.ts';

/** Where a dialect writes each count of a {@link Usage}; what is left out it does not know. */
export type UsageNames = Readonly<Partial<Record<keyof Usage, Names>>>;

const NOWHERE: Names = [];

/** The usage that a span, or a record within it, reports under a dialect's names. */
export function usageFrom(attributes: Attributes, names: UsageNames): Usage {
  return {
    inputTokens: readCount(attributes, names.inputTokens ?? NOWHERE),
    outputTokens: readCount(attributes, names.outputTokens ?? NOWHERE),
    cacheReadInputTokens: readCount(attributes, names.cacheReadInputTokens ?? NOWHERE),
    cacheWriteInputTokens: readCount(attributes, names.cacheWriteInputTokens ?? NOWHERE),
    reasoningOutputTokens: readCount(attributes, names.reasoningOutputTokens ?? NOWHERE),
    audioInputTokens: readCount(attributes, names.audioInputTokens ?? NOWHERE),
    audioOutputTokens: readCount(attributes, names.audioOutputTokens ?? NOWHERE),
    imageInputTokens: readCount(attributes, names.imageInputTokens ?? NOWHERE),
    imageOutputTokens: readCount(attributes, names.imageOutputTokens ?? NOWHERE),
    audioSeconds: readNumber(attributes, names.audioSeconds ?? NOWHERE),
  };
}

/** Of a span that reports none: every field is there, as an object of one shape is read faster. */
export const NO_USAGE: Usage = usageFrom(NO_ATTRIBUTES, {});

/** The first usage that reports anything, each count of its own taken with it. */
export function firstUsage(...usages: readonly Usage[]): Usage {
  return usages.find((usage) => Object.values(usage).some((count) => count !== undefined)) ?? {};
}
