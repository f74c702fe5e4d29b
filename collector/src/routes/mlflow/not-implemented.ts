/** Parts of MLflow's interface that there is nothing behind here: they say so, instead of not being found. */
export const NOT_IMPLEMENTED: readonly string[] = [
  'demo',
  'gateway',
  'endpoints',
  'genai',
  'get-online-trace-details',
  'jobs',
  'review-queues',
  'roles',
  'scorer',
  'scorers',
  'unified-traces',
  'users/roles',
  'webhooks',
  'prompt-optimization',
  'label-schemas',
  'issues',
].flatMap((part) =>
  // One of MLflow's own paths lacks the slash.
  ['2.0/mlflow', '3.0/mlflow', '2.0mlflow'].flatMap((base) => [`${base}/${part}`, `${base}/${part}/*`]),
);
