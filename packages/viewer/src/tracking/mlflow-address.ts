import { formatQuery } from '../url/query.ts';

/**
 * Our page for an address as MLflow's clients print it: they know its pages behind a hash, as in
 * `/#/experiments/4/runs/0a1b`. Undefined where it names none.
 *
 * @param hash As `location.hash`.
 */
export function pageOfMlflowAddress(hash: string): string | undefined {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  const [, first, id, what, which] = path.split('/');
  const asked = new URLSearchParams(search);
  const traceId = asked.get('selectedTraceId') ?? asked.get('selectedEvaluationId');
  if (first === 'experiments' && what === 'runs' && which) return `/runs/${which}`;
  if (first === 'experiments' && what === 'evaluation-runs') {
    const runId = asked.get('selectedRunUuid');
    return runId ? `/evals/${runId}` : '/evals';
  }
  if (first === 'experiments' && traceId) return `/traces/${traceId.replace(/^tr-/, '')}`;
  if (first === 'experiments' && id && what === 'traces') return `/traces${formatQuery({ q: `experiment = ${id}` })}`;
  if (first === 'experiments') return id ? `/experiments/${id}` : '/experiments';
  if (first === 'compare-runs') return `/compare-runs${formatQuery({ runs: comparedIn(asked.get('runs')) })}`;
  if (first === 'prompts') return id ? `/prompts/${id}` : '/prompts';
  if (first === 'models' && id) return `/models/${id}${formatQuery({ v: what === 'versions' ? which : undefined })}`;
  return first === 'models' ? '/models' : undefined;
}

/** Ids of the runs that MLflow's page of a comparison is about: JSON, as in `?runs=["0a1b","0c2d"]`. */
function comparedIn(runs: string | null): string | undefined {
  return runs?.replaceAll(/[^\w,-]/g, '');
}
