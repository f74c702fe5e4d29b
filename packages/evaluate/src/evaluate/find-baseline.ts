import type { TracewrightClient } from '@tracewright/client/node';
import { EVALUATION_RUN_TYPE, EVALUATION_TAG } from '@tracewright/schema';
import { EvaluationError } from './evaluation-error.ts';

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
): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(baseline)) return baseline;
  const run = await client
    .searchRuns({
      ...(experiment === undefined ? {} : { experiments: [experiment] }),
      filter: `attributes.run_name = '${baseline.replaceAll("'", "''")}' AND attributes.status = 'FINISHED' AND tags.\`${EVALUATION_TAG.runType}\` = '${EVALUATION_RUN_TYPE}'`,
      orderBy: ['start_time DESC'],
      pageSize: 1,
    })
    .first();
  if (run !== undefined) return run.id;
  throw new EvaluationError('INVALID_OPTIONS', `there is no finished evaluation called ${baseline} to compare with`);
}
