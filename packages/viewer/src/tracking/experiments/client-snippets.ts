import type { Snippet } from '../../ui/snippet-card.tsx';

/** How MLflow's clients are pointed here. @param origin Of this collector. */
export function clientSnippets(origin: string): readonly Snippet[] {
  return [
    {
      title: 'Python',
      code: `import mlflow

mlflow.set_tracking_uri("${origin}")
mlflow.set_experiment("support-bot")
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
