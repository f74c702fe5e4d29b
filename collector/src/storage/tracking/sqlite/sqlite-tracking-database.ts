import type { TrackingDatabase, TrackingQueries } from '../tracking-database.ts';
import { GroupCommit } from './group-commit.ts';

/** A database with one connection, which is closed with it. */
export function sqliteTrackingDatabase(db: TrackingQueries, nowMs: () => number): TrackingDatabase {
  const commits = new GroupCommit(db);
  return {
    db,
    kind: 'sqlite',
    nowMs,
    write: (work) => commits.write(work),
    close: async () => {
      await commits.finish();
      await db.destroy();
    },
  };
}
