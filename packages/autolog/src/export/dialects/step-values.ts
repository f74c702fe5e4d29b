import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';

/** What goes into a step or comes out of it, as one text. */
export interface StepValue {
  /** JSON where `isJson`, else plain. */
  readonly text: string;
  /** An object or an array; a JSON string is given as the text that it holds. */
  readonly isJson: boolean;
}

const INPUTS = [TRACEWRIGHT.input, GEN_AI.toolCallArguments, GEN_AI.retrievalQueryText, GEN_AI.inputMessages] as const;
const OUTPUTS = [TRACEWRIGHT.output, GEN_AI.toolCallResult, GEN_AI.retrievalDocuments, GEN_AI.outputMessages] as const;

/** Undefined where the span has none, or where content is not captured. */
export function stepInput(attributes: Attributes): StepValue | undefined {
  return firstValue(attributes, INPUTS);
}

/** As {@link stepInput}. */
export function stepOutput(attributes: Attributes): StepValue | undefined {
  return firstValue(attributes, OUTPUTS);
}

/** The value of a JSON text; undefined for anything else, such as a text that was cut. */
export function parsedJson(value: AttributeValue | undefined): unknown {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function firstValue(attributes: Attributes, names: readonly string[]): StepValue | undefined {
  const name = names.find((name) => typeof attributes[name] === 'string');
  if (name === undefined) return undefined;
  const text = String(attributes[name]);
  const value = parsedJson(text);
  if (typeof value === 'string') return { text: value, isJson: false };
  return { text, isJson: typeof value === 'object' && value !== null };
}
