import type { StepKind } from '@tracewright/schema';

/** A step that the app takes each time it runs: the stand-in's answers, and so the tokens, are always the same. */
export interface ShopStep {
  readonly name: string;
  /** Name of the step around it; null for the root. */
  readonly parent: string | null;
  readonly kind: StepKind;
  readonly otelKind: 'client' | 'internal';
  /** A part of what is said of the failure; null where it did not fail. */
  readonly error: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** USD, by the prices that the app gives. */
  readonly costUsd: number | null;
  /** A part of what goes in and comes out; empty where nothing does. */
  readonly input: string;
  readonly output: string;
}

const NOTHING_SPENT = { error: null, inputTokens: null, outputTokens: null, costUsd: null } as const;
const MODEL_CALL = { kind: 'llm', otelKind: 'client', error: null } as const;
const ANSWER = 'Order A-4711 is shipped and arrives on Thursday.';

/** The trace `help a customer`. */
export const HELPED: readonly ShopStep[] = [
  {
    name: 'help a customer',
    parent: null,
    kind: 'task',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: '',
    output: '',
  },
  {
    name: 'chat demo-small',
    parent: 'help a customer',
    ...MODEL_CALL,
    inputTokens: 56,
    outputTokens: 11,
    costUsd: 0.000_015,
    input: 'Can you track order A-4711?',
    output: 'track_order',
  },
  {
    name: 'execute_tool track_order',
    parent: 'help a customer',
    kind: 'tool',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: 'A-4711',
    output: ANSWER,
  },
  {
    name: 'HelpRetriever',
    parent: 'help a customer',
    kind: 'retriever',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: 'How long does delivery take?',
    output: 'Delivery takes two days.',
  },
  {
    name: 'answer question',
    parent: 'help a customer',
    kind: 'chain',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: 'When does order A-4711 arrive?',
    output: ANSWER,
  },
  {
    name: 'ChatPromptTemplate',
    parent: 'answer question',
    kind: 'prompt',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: 'When does order A-4711 arrive?',
    output: 'Answer the question of a customer',
  },
  {
    name: 'chat demo-large',
    parent: 'answer question',
    ...MODEL_CALL,
    inputTokens: 46,
    outputTokens: 12,
    costUsd: 0.000_235,
    input: 'Answer the question of a customer',
    output: ANSWER,
  },
  {
    name: 'StrOutputParser',
    parent: 'answer question',
    kind: 'parser',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: ANSWER,
    output: ANSWER,
  },
  {
    name: 'embeddings demo-embedding',
    parent: 'help a customer',
    kind: 'embedding',
    otelKind: 'client',
    error: null,
    inputTokens: 8,
    outputTokens: null,
    costUsd: 0.000_000_16,
    input: 'parcels',
    output: '',
  },
];

/** The trace `ask a retired model`, whose call failed while the app went on. */
export const FAILED: readonly ShopStep[] = [
  {
    name: 'ask a retired model',
    parent: null,
    kind: 'task',
    otelKind: 'internal',
    ...NOTHING_SPENT,
    input: '',
    output: '',
  },
  {
    name: 'chat retired',
    parent: 'ask a retired model',
    kind: 'llm',
    otelKind: 'client',
    ...NOTHING_SPENT,
    error: "The model 'retired' does not exist",
    input: 'Hello?',
    output: '',
  },
];
