import type { Attributes } from '@opentelemetry/api';
import { type ContentRules, contentJson, contentLabels, isObject } from '@tracewright/instrumentation-core';
import { TRACEWRIGHT } from '@tracewright/schema';

/** Most entries of metadata that are kept: each is an attribute of its own. */
const MAX_ENTRIES = 64;

/** Metadata as attributes under the content rules: texts, numbers and truth values as they are, the rest as JSON. */
export function metadataLabels(metadata: Readonly<Record<string, unknown>>, rules: ContentRules): Attributes {
  const labels: Attributes = {};
  for (const [key, value] of Object.entries(metadata).slice(0, MAX_ENTRIES)) {
    const name = TRACEWRIGHT.metadataPrefix + key;
    if (isObject(value)) {
      const content = contentJson(name, value, rules);
      if (content !== undefined) labels[name] = content.json;
    } else {
      Object.assign(labels, contentLabels({ [name]: value as string }, rules));
    }
  }
  return labels;
}
