import { type Attributes, SpanKind } from '@opentelemetry/api';
import { GEN_AI, type Operation, type StepKind, TRACEWRIGHT } from '@tracewright/schema';

/** Under which names a step of a kind is recorded. */
export interface StepShape {
  readonly spanName: string;
  readonly otelKind: SpanKind;
  readonly attributes: Attributes;
  /** Attributes for what goes in and what comes out. */
  readonly input: string;
  readonly output: string;
}

/** Kinds that the conventions have an operation for. */
const OPERATIONS: Partial<Record<StepKind, Operation>> = {
  llm: 'chat',
  embedding: 'embeddings',
  retriever: 'retrieval',
  agent: 'invoke_agent',
  tool: 'execute_tool',
};

export function stepShape(kind: StepKind, name: string): StepShape {
  const operation = OPERATIONS[kind];
  return {
    spanName: kind === 'tool' ? `execute_tool ${name}` : name,
    otelKind: kind === 'llm' || kind === 'embedding' ? SpanKind.CLIENT : SpanKind.INTERNAL,
    attributes: {
      ...(operation === undefined ? {} : { [GEN_AI.operationName]: operation }),
      ...(kind === 'tool' ? { [GEN_AI.toolName]: name, [GEN_AI.toolType]: 'function' } : {}),
      ...(kind === 'agent' ? { [GEN_AI.agentName]: name } : {}),
    },
    input: kind === 'tool' ? GEN_AI.toolCallArguments : TRACEWRIGHT.input,
    output: kind === 'tool' ? GEN_AI.toolCallResult : TRACEWRIGHT.output,
  };
}

/**
 * The attribute for a value that a step gives back: what a retriever finds are documents, if it is a list; anything else
 * is an output like any other.
 */
export function outputAttribute(kind: StepKind, shape: StepShape, value: unknown): string {
  return kind === 'retriever' && Array.isArray(value) ? GEN_AI.retrievalDocuments : shape.output;
}
