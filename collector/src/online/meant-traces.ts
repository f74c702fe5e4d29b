import { allOf, compare, type Expression } from '../filter/expression.ts';
import { parseFilter } from '../filter/parse-filter.ts';
import { resolveNotes } from '../filter/resolve-notes.ts';
import { JUDGES_EXPERIMENT } from './judges/judge-trace-otlp.ts';
import { nowNsOf, type OnlineDeps } from './online-deps.ts';

/**
 * The traces that a scorer means: those of its filter, but for judges' own, which would be judged without end.
 *
 * @throws FilterError for a filter that cannot be read
 */
export async function meantTraces(
  filter: string,
  workspaceId: string,
  deps: Pick<OnlineDeps, 'notes' | 'experiments' | 'nowMs'>,
): Promise<Expression> {
  const parsed = await resolveNotes(parseFilter(filter, 'trace', nowNsOf(deps)), workspaceId, deps.notes);
  const judges = await deps.experiments.getByName(workspaceId, JUDGES_EXPERIMENT);
  return judges === undefined ? parsed : allOf(parsed, compare('experiment', '!=', judges.id));
}
