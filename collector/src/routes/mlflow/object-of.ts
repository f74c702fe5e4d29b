import type { RequestFields } from './endpoint.ts';

/** Fields of requests that name what they are about, in the order in which they name it. */
const NAMING = [
  ...['experiment_id', 'run_id', 'name', 'version', 'alias', 'new_name', 'model_id', 'dataset_id', 'trace_id'],
  ...['request_id', 'request_ids', 'trace_ids', 'assessment_id', 'username', 'key', 'tag_key', 'stage'],
];

/** What a request of MLflow's clients is about, for the audit log: `runs/delete run_id=4f0c…`. Never what it writes there. */
export function objectOf(path: string, fields: RequestFields): string {
  const [, area = path] = /^\d\.\d\/mlflow\/(.*)$/.exec(path) ?? [];
  const named = NAMING.flatMap((name) => (isName(fields[name]) ? [`${name}=${String(fields[name])}`] : []));
  return [area, ...named].join(' ');
}

function isName(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || Array.isArray(value);
}
