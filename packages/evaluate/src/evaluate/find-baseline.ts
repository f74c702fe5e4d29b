import type { RunInfo } from '@tracewright/client';
import type { TracewrightClient } from '@tracewright/client/node';
import { EVALUATION_RUN_TYPE, EVALUATION_TAG } from '@tracewright/schema';
import { EvaluationError } from './evaluation-error.ts';

/** A run that looks for the one that it is compared with: another is meant, of the same experiment. */
type ComparedRun = Pick<RunInfo, 'id' | 'experimentId'>;

/**
 * Id of the run that one is compared with.
 *
 * @param baseline its id, or the name of an evaluation, of which the last is meant that has ended well
 * @throws EvaluationError `INVALID_OPTIONS` if there is none
 */
export async function findBaseline(
  baseline: string,
  experiment: string | undefined,
  client: TracewrightClient,
  compared?: ComparedRun,
): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(baseline)) return baseline;
  const runs = client.searchRuns({
    ...(experiment !== undefined && { experiments: [experiment] }),
    ...(experiment === undefined && compared !== undefined && { experimentIds: [compared.experimentId] }),
    filter: `attributes.run_name = '${baseline.replaceAll("'", "''")}' AND attributes.status = 'FINISHED' AND tags.\`${EVALUATION_TAG.runType}\` = '${EVALUATION_RUN_TYPE}'`,
    orderBy: ['start_time DESC'],
    pageSize: 2,
  });
  for await (const { id } of runs) if (id !== compared?.id) return id;
  const where =
    experiment ??
    (compared === undefined ? 'the experiment of runs (`experiment` names another)' : 'the same experiment');
  throw new EvaluationError('INVALID_OPTIONS', `there is no finished evaluation called ${baseline} in ${where}`);
}
