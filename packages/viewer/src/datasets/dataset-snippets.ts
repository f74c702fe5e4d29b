import type { Snippet } from '../ui/snippet-card.tsx';

/** How clients make a dataset. @param origin Of this server. */
export function datasetSnippets(origin: string): readonly Snippet[] {
  return [
    {
      title: 'TypeScript',
      code: `import { configure, createDataset, fromCsv } from '@tracewright/client';

configure({ url: '${origin}' });
await createDataset({
  name: 'returns',
  records: fromCsv('question,answer\\nHow long?,60 days', { expectations: ['answer'] }),
});`,
    },
    {
      title: 'Command',
      code: `npx tracewright datasets create returns cases.csv --expectations answer --url ${origin}`,
    },
    {
      title: 'Python',
      code: `import mlflow

mlflow.set_tracking_uri("${origin}")
dataset = mlflow.genai.datasets.create_dataset(name="returns")
dataset.merge_records([{"inputs": {"question": "How long?"}, "expectations": {"answer": "60 days"}}])`,
    },
  ];
}
