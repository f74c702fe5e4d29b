/** Parts of MLflow's interface that there is nothing behind here: they say so, instead of not being found. */
export const NOT_IMPLEMENTED: readonly string[] = [
  'gateway',
  'endpoints',
  'review-queues',
  'scorers',
  'webhooks',
  'prompt-optimization',
  'label-schemas',
  'workspaces',
  'issues',
].flatMap((part) => ['2.0', '3.0'].flatMap((version) => [`${version}/mlflow/${part}`, `${version}/mlflow/${part}/*`]));
