import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Usage } from '@tracewright/schema';

/** A step of the app's own while it runs. Nothing on it ever throws, and nothing has an effect after its end. */
export interface TraceStep {
  /** 32 hex digits; empty where nothing is traced. */
  readonly traceId: string;
  /** 16 hex digits; empty where nothing is traced. */
  readonly spanId: string;
  /** Takes the place of the arguments. Any value; what cannot be shown as JSON is left out. */
  setInput(value: unknown): void;
  /** Takes the place of what the function gives back. */
  setOutput(value: unknown): void;
  /** Set as it is: no place for prompts and answers, which the content options do not reach here. */
  setAttribute(name: string, value: AttributeValue): void;
  setAttributes(attributes: Attributes): void;
  /** Added to the tags that the step has. */
  setTags(tags: readonly string[]): void;
  setMetadata(metadata: Readonly<Record<string, unknown>>): void;
  /** The model that a step of kind `llm` or `embedding` called, by which its usage is priced. */
  setModel(model: string, provider?: string): void;
  /** What such a step used, as the provider reported it. */
  setUsage(usage: Usage): void;
  addEvent(name: string, attributes?: Attributes): void;
}

const nothing = (): void => {};

/** What a function gets where nothing is traced. */
export const INERT_STEP: TraceStep = {
  traceId: '',
  spanId: '',
  setInput: nothing,
  setOutput: nothing,
  setAttribute: nothing,
  setAttributes: nothing,
  setTags: nothing,
  setMetadata: nothing,
  setModel: nothing,
  setUsage: nothing,
  addEvent: nothing,
};
