import { STEP_KINDS, type StepKind } from '@tracewright/schema';

/** The theme's colours, for what no style sheet reaches. */
export interface CanvasColours {
  /** By code of the kind. */
  readonly kinds: readonly string[];
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textFaint: string;
  readonly error: string;
  readonly accent: string;
  readonly hatch: string;
  readonly font: string;
}

/** As in kind.module.css. */
const KIND_VARIABLES: Readonly<Record<StepKind, string>> = {
  llm: '--kind-llm',
  tool: '--kind-tool',
  retriever: '--kind-retriever',
  reranker: '--kind-retriever',
  agent: '--kind-agent',
  embedding: '--kind-embedding',
  evaluator: '--kind-embedding',
  guardrail: '--kind-guard',
  chain: '--kind-chain',
  prompt: '--kind-chain',
  parser: '--kind-chain',
  task: '--kind-chain',
};

export function readColours(element: Element): CanvasColours {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    kinds: STEP_KINDS.map((kind) => of(KIND_VARIABLES[kind])),
    surface: of('--surface'),
    raised: of('--raised'),
    line: of('--line'),
    lineStrong: of('--line-strong'),
    text: of('--text'),
    textFaint: of('--text-3'),
    error: of('--error'),
    accent: of('--accent'),
    hatch: of('--hatch'),
    font: of('--font'),
  };
}
