import type { TimeCategory } from '@tracewright/attribution';
import { isStepKind, type StepKind } from '@tracewright/schema';

/** How a category of time is named and coloured. */
export interface CategoryLook {
  readonly label: string;
  /** Says what counts under it. */
  readonly title: string;
  /** Lends its colour. */
  readonly kind: StepKind;
  readonly pattern: 'solid' | 'hatched' | 'faint';
}

const LOOKS: Partial<Record<TimeCategory, CategoryLook>> = {
  llm_wait: {
    label: 'LLM wait',
    title: 'Model calls, from the request to the first token',
    kind: 'llm',
    pattern: 'hatched',
  },
  llm_generate: { label: 'LLM generate', title: 'Model calls, from the first token on', kind: 'llm', pattern: 'solid' },
  llm: { label: 'LLM', title: 'Model calls that were not streamed', kind: 'llm', pattern: 'solid' },
  tool: { label: 'Tools', title: 'Tools that the trace waited for', kind: 'tool', pattern: 'solid' },
  retriever: { label: 'Retrieval', title: 'Retrievers', kind: 'retriever', pattern: 'solid' },
  reranker: { label: 'Reranking', title: 'Rerankers', kind: 'retriever', pattern: 'hatched' },
  embedding: { label: 'Embedding', title: 'Embedding calls', kind: 'embedding', pattern: 'solid' },
  evaluator: { label: 'Evaluation', title: 'Evaluators', kind: 'embedding', pattern: 'hatched' },
  guardrail: { label: 'Guardrails', title: 'Guardrails', kind: 'guardrail', pattern: 'solid' },
  prompt: { label: 'Prompts', title: 'Filling prompt templates', kind: 'agent', pattern: 'solid' },
  parser: { label: 'Parsing', title: 'Output parsers', kind: 'agent', pattern: 'hatched' },
  own_code: { label: 'Own code', title: 'Chains, agents and tasks themselves', kind: 'chain', pattern: 'solid' },
  gap: { label: 'Gap', title: 'No span was running', kind: 'chain', pattern: 'faint' },
};

export function categoryLook(category: TimeCategory): CategoryLook {
  const known = LOOKS[category];
  if (known) return known;
  return { label: category, title: category, kind: isStepKind(category) ? category : 'task', pattern: 'solid' };
}
