import type { ArtifactFolder } from '../artifacts/artifact-folder.ts';
import { appendTable, readTablesTag, type SplitTable, TABLES_TAG } from '../artifacts/table.ts';
import type { Connection } from '../http/connection.ts';
import { isTracewrightError } from '../http/tracewright-error.ts';
import type { Runs } from './runs.ts';

/** Of which run the tables are. */
export interface TablesOf {
  readonly runId: string;
  readonly artifacts: ArtifactFolder;
}

/** The tables that a run has logged. */
export class RunTables {
  readonly #connection: Connection;
  readonly #runs: Pick<Runs, 'get' | 'setTag'>;
  readonly #of: TablesOf;

  constructor(connection: Connection, runs: Pick<Runs, 'get' | 'setTag'>, of: TablesOf) {
    this.#connection = connection;
    this.#runs = runs;
    this.#of = of;
  }

  /** Puts rows behind those of a table: the server does it, so that several writers lose none. */
  async append(path: string, rows: SplitTable): Promise<void> {
    try {
      const json = { path, ...rows };
      await this.#connection.ask({ method: 'POST', path: `/api/v1/runs/${this.#of.runId}/tables`, json });
    } catch (error) {
      if (!isTracewrightError(error, ...CANNOT)) throw error;
      await this.#appendHere(path, rows);
    }
  }

  /** Where the server cannot, as MLflow's own: right for one writer at a time. */
  async #appendHere(path: string, rows: SplitTable): Promise<void> {
    const { runId, artifacts } = this.#of;
    const tables = readTablesTag((await this.#runs.get(runId)).tags[TABLES_TAG]);
    const isKnown = tables.some((one) => one.path === path);
    const whole = isKnown ? appendTable(await artifacts.get(path).json<SplitTable>(), rows) : rows;
    await artifacts.put(path, JSON.stringify(whole));
    if (isKnown) return;
    await this.#runs.setTag(runId, TABLES_TAG, JSON.stringify([...tables, { path, type: 'table' }]));
  }
}

/** How servers say that there is nothing at the address, or nothing that they can do. */
const CANNOT = ['ENDPOINT_NOT_FOUND', 'RESOURCE_DOES_NOT_EXIST', 'METHOD_NOT_ALLOWED', 'NOT_IMPLEMENTED'] as const;
