/** What a step of an LLM app is, whoever recorded it: the value of `tracewright.span.kind`. */
export type StepKind =
  | 'llm'
  | 'chain'
  | 'agent'
  | 'tool'
  | 'retriever'
  | 'embedding'
  | 'prompt'
  | 'parser'
  | 'reranker'
  | 'guardrail'
  | 'evaluator'
  | 'task';

/**
 * Every kind, in the order of its stored code: the index is written to disk and to the wire, so new kinds go to the
 * end and none is ever moved.
 */
export const STEP_KINDS: readonly StepKind[] = [
  'task',
  'llm',
  'chain',
  'agent',
  'tool',
  'retriever',
  'embedding',
  'prompt',
  'parser',
  'reranker',
  'guardrail',
  'evaluator',
];

/** Tells whether a text from outside names a kind. */
export function isStepKind(text: unknown): text is StepKind {
  return typeof text === 'string' && (STEP_KINDS as readonly string[]).includes(text);
}
