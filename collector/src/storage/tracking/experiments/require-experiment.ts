import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { PreparedQuery } from '../prepared-query.ts';
import type { TrackingQueries } from '../tracking-database.ts';
import type { ExperimentRow } from './experiment-tables.ts';

const MAX_NAME = 500;

/** @throws ApiError `INVALID_PARAMETER_VALUE` if it is empty or longer than 500 characters. */
export function checkExperimentName(name: string): void {
  if (name === '') throw new ApiError('INVALID_PARAMETER_VALUE', "Missing value for required parameter 'name'.");
  if (name.length > MAX_NAME) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `'name' exceeds the maximum length of ${MAX_NAME} characters`);
  }
}

/** The number that an id stands for. Only the one way of writing a number is an id: '01' is not '1'. */
export function experimentNumber(id: string): number | undefined {
  const number = Number(id);
  return Number.isSafeInteger(number) && number >= 0 && String(number) === id ? number : undefined;
}

/** Looks up experiments that are to be changed, as every run that is created does. */
export class ActiveExperiments {
  readonly #row: PreparedQuery<
    { workspace: string; number: number },
    Pick<ExperimentRow, 'lifecycle' | 'artifact_location'>
  >;

  /** @param db Tells the dialect. */
  constructor(db: TrackingQueries) {
    this.#row = new PreparedQuery(
      db,
      (slot) => sql`select lifecycle, artifact_location from experiments
        where workspace_id = ${slot('workspace')} and number = ${slot('number')}`,
    );
  }

  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST`; `INVALID_PARAMETER_VALUE` if it is deleted. */
  async require(
    db: TrackingQueries,
    workspace: string,
    id: string,
  ): Promise<{ readonly number: number; readonly artifactLocation: string }> {
    const number = experimentNumber(id);
    if (number === undefined) throw noExperiment(id);
    const [row] = (await this.#row.run(db, { workspace, number })).rows;
    if (row === undefined) throw noExperiment(id);
    if (row.lifecycle !== 'active') {
      throw new ApiError(
        'INVALID_PARAMETER_VALUE',
        `The experiment ${id} must be in the 'active' state. Current state is ${row.lifecycle}.`,
      );
    }
    return { number, artifactLocation: locationOf(number, row.artifact_location) };
  }
}

/** Where the artifacts of an experiment go. */
export function locationOf(number: number, given: string): string {
  return given === '' ? `mlflow-artifacts:/${number}` : given;
}

export function noExperiment(id: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${id} exists`);
}
