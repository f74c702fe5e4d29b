import { sql } from 'kysely';
import { ApiError } from '../../../errors.ts';
import { PreparedQuery } from '../prepared-query.ts';
import type { TrackingQueries } from '../tracking-database.ts';

/** The tag that says the same as the name of a run. */
export const RUN_NAME_TAG = 'mlflow.runName';

interface Pair {
  readonly workspace: string;
  readonly run: string;
  readonly key: string;
  readonly value: string;
}

interface Changed {
  readonly key: string;
  readonly old: string;
  readonly value: string;
}

/** Writes parameters and tags of runs within a transaction that has looked whether the run may be written. */
export class RunPairs {
  readonly #addParam: PreparedQuery<Pair>;
  readonly #param: PreparedQuery<Omit<Pair, 'value'>, { value: string }>;
  readonly #putTag: PreparedQuery<Pair>;
  readonly #putName: PreparedQuery<Omit<Pair, 'key'>>;

  /** @param db Tells the dialect. */
  constructor(db: TrackingQueries) {
    this.#addParam = new PreparedQuery(
      db,
      (slot) => sql`insert into run_params (workspace_id, run_id, key, value)
        values (${slot('workspace')}, ${slot('run')}, ${slot('key')}, ${slot('value')}) on conflict do nothing`,
    );
    this.#param = new PreparedQuery(
      db,
      (slot) => sql`select value from run_params where workspace_id = ${slot('workspace')}
        and run_id = ${slot('run')} and key = ${slot('key')}`,
    );
    this.#putTag = new PreparedQuery(
      db,
      (slot) => sql`insert into run_tags (workspace_id, run_id, key, value)
        values (${slot('workspace')}, ${slot('run')}, ${slot('key')}, ${slot('value')})
        on conflict (workspace_id, run_id, key) do update set value = excluded.value`,
    );
    this.#putName = new PreparedQuery(
      db,
      (slot) => sql`update runs set name = ${slot('value')}
        where workspace_id = ${slot('workspace')} and run_id = ${slot('run')}`,
    );
  }

  /** @throws ApiError `INVALID_PARAMETER_VALUE` if one of them has another value already. */
  async addParams(
    transaction: TrackingQueries,
    workspace: string,
    run: string,
    params: ReadonlyMap<string, string>,
  ): Promise<void> {
    const changed: Changed[] = [];
    for (const [key, value] of params) {
      const { numAffectedRows } = await this.#addParam.run(transaction, { workspace, run, key, value });
      if (numAffectedRows === 1n) continue;
      const { rows } = await this.#param.run(transaction, { workspace, run, key });
      const old = rows[0]?.value ?? '';
      if (old !== value) changed.push({ key, old, value });
    }
    if (changed.length > 0) throw paramsChanged(changed, run, params.size === 1);
  }

  async putTags(
    transaction: TrackingQueries,
    workspace: string,
    run: string,
    tags: ReadonlyMap<string, string>,
  ): Promise<void> {
    for (const [key, value] of tags) await this.#putTag.run(transaction, { workspace, run, key, value });
  }

  /** The same where the run may have another name than its tag says. */
  async putTagsAndName(
    transaction: TrackingQueries,
    workspace: string,
    run: string,
    tags: ReadonlyMap<string, string>,
  ): Promise<void> {
    await this.putTags(transaction, workspace, run, tags);
    const name = tags.get(RUN_NAME_TAG);
    if (name !== undefined) await this.#putName.run(transaction, { workspace, run, value: name });
  }
}

/** In MLflow's words, one text for one parameter and one for several. */
function paramsChanged(changed: readonly Changed[], runId: string, isOne: boolean): ApiError {
  const start = 'Changing param values is not allowed.';
  const [{ key, old, value }] = changed as readonly [Changed];
  const all = changed.map((each) => `{'key': '${each.key}', 'old_value': '${each.old}', 'new_value': '${each.value}'}`);
  return new ApiError(
    'INVALID_PARAMETER_VALUE',
    isOne
      ? `${start} Param with key='${key}' was already logged with value='${old}' for run ID='${runId}'. ` +
          `Attempted logging new value '${value}'.`
      : `${start} Params were already logged='[${all.join(', ')}]' for run ID='${runId}'.`,
  );
}
