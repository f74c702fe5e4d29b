import type { SpanDetail } from '@tracewright/schema';
import { parsedJson } from '../../../normalise/read-attribute.ts';

/** What a step was called with and what it returned; undefined where it does not say. */
export interface Exchange {
  readonly input: unknown;
  readonly output: unknown;
}

/** Attributes of MLflow's own spans, as JSON texts or as the values themselves. */
export const MLFLOW_SPAN = {
  type: 'mlflow.spanType',
  inputs: 'mlflow.spanInputs',
  outputs: 'mlflow.spanOutputs',
  tokenUsage: 'mlflow.chat.tokenUsage',
  model: 'mlflow.llm.model',
  traceRequestId: 'mlflow.traceRequestId',
} as const;

/** As MLflow's spans say it, and as it is read from those of anybody else. */
export function exchangeOf({ attributes, content }: Pick<SpanDetail, 'attributes' | 'content'>): Exchange {
  const sent = { input: attributes[MLFLOW_SPAN.inputs], output: attributes[MLFLOW_SPAN.outputs] };
  const { inputMessages, outputMessages, documents, system } = content;
  const asked = [...system, ...inputMessages];
  const answered = documents.length > 0 ? documents : outputMessages.length > 0 ? outputMessages : undefined;
  return {
    input: attributeValue(sent.input) ?? content.input ?? (asked.length > 0 ? { messages: asked } : undefined),
    output: attributeValue(sent.output) ?? content.output ?? answered,
  };
}

function attributeValue(attribute: unknown): unknown {
  return typeof attribute === 'string' ? parsedJson(attribute) : attribute;
}
