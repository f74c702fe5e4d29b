import { EVALUATION_TAG, type JudgeCalibration } from '@tracewright/schema';
import { readArtifactText } from '../../tracking/api/artifacts.ts';
import { searchRuns } from '../../tracking/api/runs.ts';
import { mlflowText } from '../../tracking/api/shapes.ts';
import { experimentNames } from '../evaluations-api.ts';

const ARTIFACT = 'calibration.json';
/** It has what the judge said of each row as well. */
const MAX_BYTES = 16_000_000;

/** How a judge was measured, and the run in which that was. */
export interface Calibration {
  readonly runId: string;
  readonly calibration: JudgeCalibration;
}

/** The newest measurement of each of these judges that has been measured. @throws ApiFailure */
export async function findCalibrations(
  fingerprints: readonly string[],
  abort: AbortSignal,
): Promise<ReadonlyMap<string, Calibration>> {
  if (fingerprints.length === 0) return new Map();
  const experimentIds = [...(await experimentNames()).keys()];
  const found = await Promise.all(
    fingerprints.map(async (fingerprint) => {
      const filter = `tags.\`${EVALUATION_TAG.judgeFingerprint}\` = ${mlflowText(fingerprint)} AND attributes.status = 'FINISHED'`;
      const { items } = await searchRuns({ experimentIds, filter, order: undefined, isDeleted: false }, 1);
      const runId = items[0]?.info.run_id;
      const calibration = runId === undefined ? undefined : await recordedCalibration(runId, abort);
      return calibration === undefined || runId === undefined ? [] : ([[fingerprint, { runId, calibration }]] as const);
    }),
  );
  return new Map(found.flat());
}

/** Of a judge whose record is gone or broken nothing is known; of the others there is. */
async function recordedCalibration(runId: string, abort: AbortSignal): Promise<JudgeCalibration | undefined> {
  try {
    return await readCalibration(runId, abort);
  } catch (error) {
    if (abort.aborted) throw error;
    return undefined;
  }
}

/** Undefined where it is too large. @throws ApiFailure where the run has none */
export async function readCalibration(runId: string, abort: AbortSignal): Promise<JudgeCalibration | undefined> {
  const { text, isWhole } = await readArtifactText(runId, ARTIFACT, MAX_BYTES, abort);
  return isWhole ? (JSON.parse(text) as JudgeCalibration) : undefined;
}
