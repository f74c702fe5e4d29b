import type { Attributes } from '@opentelemetry/api';
import { hrTimeToMilliseconds } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { langfuseAttributes } from './langfuse.ts';
import { mlflowAttributes } from './mlflow.ts';
import { openInferenceAttributes } from './openinference.ts';

/**
 * Names of attributes besides ours that a back-end reads: `openinference` for Phoenix, `mlflow` for MLflow, `langfuse` for
 * Langfuse.
 */
export type Dialect = 'openinference' | 'mlflow' | 'langfuse';

/** From the attributes of a span, and when it began in milliseconds since the Unix epoch, to what is added to them. */
const MAPPING: Readonly<Record<Dialect, (attributes: Attributes, startMs: number) => Attributes>> = {
  langfuse: langfuseAttributes,
  openinference: openInferenceAttributes,
  mlflow: mlflowAttributes,
};

/** Tells whether a text from outside names a dialect. */
export function isDialect(text: string): text is Dialect {
  return Object.hasOwn(MAPPING, text);
}

/** The span with the attributes of a dialect beside its own, which win. The span itself stays as it is. */
export function inDialect(span: ReadableSpan, dialect: Dialect): ReadableSpan {
  const added = MAPPING[dialect](span.attributes, hrTimeToMilliseconds(span.startTime));
  const attributes = { ...added, ...span.attributes };
  return Object.create(span, { attributes: { value: attributes, enumerable: true } }) as ReadableSpan;
}
