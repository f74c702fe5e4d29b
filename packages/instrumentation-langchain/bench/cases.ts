/** What the cases use of one copy of `@langchain/core`. */
export interface Core {
  readonly parsers: typeof import('@langchain/core/output_parsers');
  readonly prompts: typeof import('@langchain/core/prompts');
  readonly runnables: typeof import('@langchain/core/runnables');
  readonly testing: typeof import('@langchain/core/utils/testing');
}

/** One kind of call whose cost is measured. */
export interface BenchCase {
  readonly name: string;
  /** Calls of one round; together fewer spans than what makes the exporter send early (256). */
  readonly calls: number;
  /** What a call's cost is divided by: 1, or the number of its spans. */
  readonly parts: number;
  /** Makes what is called again and again. */
  prepare(core: Core): () => Promise<unknown>;
}

const STEPS = 100;

/** 200 characters, which `FakeListChatModel` streams one by one. */
const ANSWER = 'Because of the scattering of light. '.repeat(6).slice(0, 200);

/** Every case, in the order of the table. */
export const CASES: readonly BenchCase[] = [
  { name: `${STEPS}-step sequence, per span`, calls: 2, parts: STEPS + 1, prepare: sequence },
  { name: 'prompt → model → parser', calls: 50, parts: 1, prepare: chain },
  { name: `${ANSWER.length}-chunk stream of a chain`, calls: 20, parts: 1, prepare: stream },
];

function sequence({ runnables }: Core): () => Promise<unknown> {
  const step = () => runnables.RunnableLambda.from((text: string) => text);
  const [first, middle, last] = [step(), Array.from({ length: STEPS - 2 }, step), step()];
  const steps = new runnables.RunnableSequence<string, string>({ first, middle, last });
  return () => steps.invoke('Why is the sky blue?');
}

function chain({ prompts, testing, parsers }: Core): () => Promise<unknown> {
  const prompt = prompts.ChatPromptTemplate.fromMessages([
    ['system', 'Answer in one paragraph.'],
    ['human', '{question}'],
  ]);
  const answers = prompt
    .pipe(new testing.FakeListChatModel({ responses: [ANSWER] }))
    .pipe(new parsers.StringOutputParser());
  return () => answers.invoke({ question: 'Why is the sky blue?' });
}

function stream({ prompts, testing, parsers }: Core): () => Promise<unknown> {
  const answers = prompts.ChatPromptTemplate.fromTemplate('{question}')
    .pipe(new testing.FakeListChatModel({ responses: [ANSWER] }))
    .pipe(new parsers.StringOutputParser());
  return async () => {
    let length = 0;
    for await (const text of await answers.stream({ question: 'Why is the sky blue?' })) length += text.length;
    if (length !== ANSWER.length) throw new Error('the stream was cut');
  };
}
