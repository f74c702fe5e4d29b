import type { StepKind } from '@tracewright/schema';
import style from './tint.module.css';

/** Colours that things are told apart by, each 3:1 on all grounds, and the custom property that a theme keeps each in. */
const VARIABLES = {
  blue: '--kind-llm',
  orange: '--kind-tool',
  green: '--kind-retriever',
  violet: '--kind-agent',
  pink: '--kind-embedding',
  teal: '--tint-teal',
  olive: '--tint-olive',
  rust: '--kind-guard',
  grey: '--kind-chain',
  failed: '--error',
  fine: '--ok',
} as const;
export type Tint = keyof typeof VARIABLES;
export const TINTS: readonly Tint[] = Object.keys(VARIABLES) as Tint[];

/** Those that stand for nothing until they are given out. */
export const FREE_TINTS: readonly Tint[] = TINTS.slice(0, 8);

const OF_KIND: Readonly<Record<StepKind, Tint>> = {
  llm: 'blue',
  tool: 'orange',
  retriever: 'green',
  reranker: 'green',
  agent: 'violet',
  embedding: 'pink',
  evaluator: 'pink',
  guardrail: 'rust',
  chain: 'grey',
  prompt: 'grey',
  parser: 'grey',
  task: 'grey',
};

export function tintOfKind(kind: StepKind): Tint {
  return OF_KIND[kind];
}

/** Class that sets `--kind` to a colour. */
export function tintClass(tint: Tint): string {
  return style[tint] ?? '';
}

/** For what no style sheet reaches. */
export function tintVariable(tint: Tint): string {
  return VARIABLES[tint];
}
