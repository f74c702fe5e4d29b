import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EntityOrder } from '../../../filter/entities/entity-table.ts';
import type { OrderTerm } from '../keyset.ts';

/** A part of an ordered list of runs: all of the first part come before those of the second. */
export interface RunVariant {
  /** `runs`, and whatever the terms need. */
  readonly from: RawBuilder<unknown>;
  readonly where: readonly Expression<SqlBool>[];
  readonly terms: readonly OrderTerm[];
}

interface Among {
  readonly workspaceId: string;
  /** Their numbers, as a list of SQL. */
  readonly experiments: RawBuilder<unknown>;
}

/**
 * How runs are put in order: numbers, then NaN, then those without a value, in both directions. Where the first thing
 * ordered by is a metric these are parts of their own, so that the numbers come straight from their index.
 */
export function orderVariants(order: readonly EntityOrder[], among: Among): readonly RunVariant[] {
  const rest = new Terms(among.workspaceId);
  const [first, ...others] = order;
  if (first?.kind !== 'metric') {
    for (const each of order) rest.add(each);
    return [rest.variant(sql`runs`)];
  }
  for (const each of others) rest.add(each);
  const latest = [
    sql<SqlBool>`latest.workspace_id = ${among.workspaceId}`,
    sql<SqlBool>`latest.experiment in (${among.experiments})`,
    sql<SqlBool>`latest.key = ${first.key}`,
  ];
  const joined = sql`latest_metrics as latest cross join runs`;
  const same = [sql<SqlBool>`runs.workspace_id = latest.workspace_id`, sql<SqlBool>`runs.run_id = latest.run_id`];
  const value = { expression: sql.ref('latest.value'), isDescending: first.isDescending };
  return [
    rest.variant(joined, [...same, ...latest, sql<SqlBool>`latest.value is not null`], [value]),
    rest.variant(joined, [...same, ...latest, sql<SqlBool>`latest.value is null`]),
    rest.variant(sql`runs`, [
      sql<SqlBool>`not exists (select 1 from latest_metrics as latest
        where ${sql.join([...same, sql<SqlBool>`latest.key = ${first.key}`], sql` and `)})`,
    ]),
  ];
}

const COLUMNS: Readonly<Record<string, string>> = {
  run_id: 'runs.run_id',
  run_name: 'runs.name',
  user_id: 'runs.user_id',
  status: 'runs.status',
  artifact_uri: 'runs.artifact_uri',
  start_time: 'runs.start_ms',
  end_time: 'runs.end_ms',
};

/** The column that an attribute stands in. */
export function runColumn(attribute: string): Expression<unknown> {
  return sql.ref(COLUMNS[attribute]!);
}

/** Gathers terms, with the tables that they need. */
class Terms {
  readonly #workspaceId: string;
  readonly #joins: RawBuilder<unknown>[] = [];
  readonly #terms: OrderTerm[] = [];
  readonly #attributes = new Set<string>();

  constructor(workspaceId: string) {
    this.#workspaceId = workspaceId;
  }

  add({ kind, key, isDescending }: EntityOrder): void {
    if (kind === 'attribute') {
      this.#addAttribute(key, isDescending);
      return;
    }
    const alias = `ordered_${this.#joins.length}`;
    const table = kind === 'metric' ? 'latest_metrics' : kind === 'parameter' ? 'run_params' : 'run_tags';
    this.#joins.push(
      sql` left join ${sql.table(table)} as ${sql.ref(alias)} on ${sql.ref(`${alias}.workspace_id`)} = ${this.#workspaceId}
        and ${sql.ref(`${alias}.run_id`)} = runs.run_id and ${sql.ref(`${alias}.key`)} = ${key}`,
    );
    const value = sql.ref(`${alias}.value`);
    const rank = sql`case when ${sql.ref(`${alias}.run_id`)} is null then 2 when ${value} is null then 1 else 0 end`;
    this.#terms.push({ expression: rank, isDescending: false }, { expression: value, isDescending });
  }

  variant(
    from: RawBuilder<unknown>,
    where: readonly Expression<SqlBool>[] = [],
    before: readonly OrderTerm[] = [],
  ): RunVariant {
    const last = [
      { name: 'start_time', isDescending: true },
      { name: 'run_id', isDescending: false },
    ];
    const missing = last.filter(({ name }) => !this.#attributes.has(name));
    const terms = missing.map(({ name, isDescending }) => ({ expression: runColumn(name), isDescending }));
    return {
      from: sql`${from}${this.#joins.length === 0 ? sql`` : sql.join(this.#joins, sql``)}`,
      where,
      terms: [...before, ...this.#terms, ...terms],
    };
  }

  #addAttribute(name: string, isDescending: boolean): void {
    if (this.#attributes.has(name)) return;
    this.#attributes.add(name);
    const expression = runColumn(name);
    if (name === 'end_time') {
      const rank = sql`case when ${expression} is null then 1 else 0 end`;
      this.#terms.push({ expression: rank, isDescending: false });
    }
    this.#terms.push({ expression, isDescending });
  }
}
