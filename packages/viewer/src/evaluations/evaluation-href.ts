import { formatQuery } from '../url/query.ts';

/** Evaluations that are compared with one. */
export const MAX_COMPARED = 4;

/** An evaluation, and beside it others that it is compared with. */
export function evaluationHref(runId: string, others: readonly string[] = []): string {
  return `/evals/${encodeURIComponent(runId)}${formatQuery({ vs: others.slice(0, MAX_COMPARED).join(',') })}`;
}
