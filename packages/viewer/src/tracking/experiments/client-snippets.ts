import type { Snippet } from '../../ui/snippet-card.tsx';

/** How clients log a run. @param origin Of this collector. @param experiment Name of the one that the run is to be of. */
export function clientSnippets(origin: string, experiment = 'support-bot'): readonly Snippet[] {
  // JSON's texts are texts of TypeScript and of Python.
  const [url, name] = [origin, experiment].map((text) => JSON.stringify(text));
  return [
    {
      title: 'TypeScript',
      code: `import { TracewrightClient } from '@tracewright/client/node';

const client = new TracewrightClient({ url: ${url} });
await client.setExperiment(${name});
await client.startRun({ params: { model: 'gpt-4o-mini' } }, async (run) => {
  run.logMetric('accuracy', 0.91);
});`,
    },
    {
      title: 'Python',
      code: `import mlflow

mlflow.set_tracking_uri(${url})
mlflow.set_experiment(${name})
with mlflow.start_run():
    mlflow.log_param("model", "gpt-4o-mini")
    mlflow.log_metric("accuracy", 0.91)`,
    },
    {
      title: 'Shell',
      code: `export MLFLOW_TRACKING_URI=${origin}`,
    },
  ];
}
