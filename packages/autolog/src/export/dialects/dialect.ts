import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { mlflowAttributes } from './mlflow.ts';
import { openInferenceAttributes } from './openinference.ts';

/** Names of attributes besides ours that a back-end reads: `openinference` for Phoenix, `mlflow` for MLflow. */
export type Dialect = 'openinference' | 'mlflow';

const MAPPING: Readonly<Record<Dialect, (attributes: Attributes) => Attributes>> = {
  openinference: openInferenceAttributes,
  mlflow: mlflowAttributes,
};

/** Tells whether a text from outside names a dialect. */
export function isDialect(text: string): text is Dialect {
  return Object.hasOwn(MAPPING, text);
}

/** The span with the attributes of a dialect beside its own, which win. The span itself stays as it is. */
export function inDialect(span: ReadableSpan, dialect: Dialect): ReadableSpan {
  const attributes = { ...MAPPING[dialect](span.attributes), ...span.attributes };
  return Object.create(span, { attributes: { value: attributes, enumerable: true } }) as ReadableSpan;
}
