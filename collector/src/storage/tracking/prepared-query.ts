import { type CompiledQuery, type QueryResult, type RawBuilder, sql } from 'kysely';
import type { TrackingQueries } from './tracking-database.ts';

/** Stands in a statement where a value will be. */
class Slot {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** A statement that is compiled once and run with other values each time: compiling costs more than most take to run. */
export class PreparedQuery<Values extends object, Row = unknown> {
  readonly #compiled: CompiledQuery<Row>;

  /**
   * @param db Tells the dialect.
   * @param build Makes the statement, with `slot('name')` in the place of each value.
   */
  constructor(db: TrackingQueries, build: (slot: (name: keyof Values) => RawBuilder<unknown>) => RawBuilder<Row>) {
    this.#compiled = build((name) => sql`${new Slot(name)}`).compile(db);
  }

  run(db: TrackingQueries, values: Values): Promise<QueryResult<Row>> {
    const parameters = this.#compiled.parameters.map((each) =>
      each instanceof Slot ? values[each.name as keyof Values] : each,
    );
    return db.executeQuery({ ...this.#compiled, parameters });
  }
}
