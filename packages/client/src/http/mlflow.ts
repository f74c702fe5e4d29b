import type { ClientRequest, Connection, SpelledRequest } from './connection.ts';

const ROOT = '/api/2.0/mlflow/';

type Rest = Pick<ClientRequest, 'isRepeatable' | 'signal' | 'retries'>;

/** A question to MLflow's interface, such as `runs/get`. @throws TracewrightError */
export function getMlflow<Answer>(
  connection: Connection,
  path: string,
  query: NonNullable<ClientRequest['query']>,
  rest: Rest = {},
): Promise<Answer> {
  return connection.ask({ method: 'GET', path: `${ROOT}${path}`, query, ...rest });
}

/** A change over MLflow's interface, such as `runs/create`; fields that are undefined are left out. @throws TracewrightError */
export function postMlflow<Answer>(
  connection: Connection,
  path: string,
  json: Readonly<Record<string, unknown>>,
  rest: Rest = {},
): Promise<Answer> {
  return connection.ask({ method: 'POST', path: `${ROOT}${path}`, json, ...rest });
}

/** The same as a request that others make. */
export function spellMlflow(
  connection: Connection,
  path: string,
  json: Readonly<Record<string, unknown>>,
): SpelledRequest {
  return connection.spell({ method: 'POST', path: `${ROOT}${path}`, json });
}
