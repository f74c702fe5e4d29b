import type { VNode } from 'preact';
import { type Snippet, SnippetCard } from '../../ui/snippet-card.tsx';
import style from './no-evaluations.module.css';

const TYPESCRIPT = `import { evaluate, scorers } from '@tracewright/evaluate';

await evaluate({
  name: 'support-bot',
  data: [{ inputs: { question: 'How long can I return it?' }, expectations: { answer: '60 days' } }],
  task: ({ question }) => answer(question),
  scorers: [scorers.contains()],
});`;

const PYTHON = `import mlflow

mlflow.genai.evaluate(
    data=[{"inputs": {"question": "How long can I return it?"}, "expectations": {"expected_response": "60 days"}}],
    predict_fn=answer,
    scorers=[...],
)`;

const SNIPPETS: readonly Snippet[] = [
  { title: 'TypeScript', code: TYPESCRIPT },
  { title: "Python, with MLflow's client", code: PYTHON },
];

/** What there is to do where nothing has been evaluated. */
export function NoEvaluations({ isSearched }: { readonly isSearched: boolean }): VNode {
  if (isSearched) return <p class={style.note}>No evaluation has such a name.</p>;
  return (
    <div class={style.start}>
      <p class={style.note}>
        Nothing has been evaluated yet. An evaluation runs an application over rows of data, or takes traces that are
        there, and scores each of them: here one sees which rows are good, and whether a change has made them better.
      </p>
      <SnippetCard legend="Language" snippets={SNIPPETS} />
    </div>
  );
}
