import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { migrateStores } from '../src/migrate/migrate-stores.ts';
import type { MigrationEvent } from '../src/migrate/migration-event.ts';
import { openPostgresTracking } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { openPostgres, postgresSource } from '../test-postgres/postgres-server.test.support.ts';
import { smallDisk } from './small-disk.test.support.ts';

const DISK_MIB = 128;
const BALLAST_MIB = 104;
/** Of 4,800 bytes each: more than there is room for beside the ballast. */
const TAGS = 10_000;

test('a copy whose disk fills up says so, and goes on where it was when there is room', async (context) => {
  const postgres = postgresSource();
  const disk = smallDisk(DISK_MIB);
  if (postgres === undefined || disk === undefined) {
    return context.skip('only with a Postgres to copy from, and where a small disk may be mounted');
  }
  const server = await openPostgres(postgres);
  onTestFinished(() => server.stop());
  const trackingUrl = server.createDatabase();
  const source = await openPostgresTracking({ url: trackingUrl });
  await sql`insert into run_tags (workspace_id, run_id, key, value)
    select 'default', 'run' || number, 'note', repeat(md5(number::text), 150)
    from generate_series(1, ${sql.lit(TAGS)}) as number`.execute(source.db);
  await source.close();
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(BALLAST_MIB * 2 ** 20));
  const plan = {
    ...{ dataDir: join(disk, 'data'), trackingUrl, isBack: true, isFinal: true },
    ...{ spansUrl: undefined, blobsUrl: undefined, otherTrackingUrl: undefined },
  };

  await expect(migrateStores(plan, () => {})).rejects.toMatchObject({
    code: 'STORE_FULL',
    message: 'there is no room where it is copied to: make some and say the same again, it goes on from there',
  });
  rmSync(ballast);
  const looks: MigrationEvent[] = [];
  expect(await migrateStores(plan, (event) => looks.push(event))).toEqual({ differences: 0, isComplete: true });

  const tags = looks.flatMap((event) =>
    event.kind === 'table' && event.table.table === 'run_tags' ? [event.table] : [],
  );
  const [first, second] = tags;
  // Some were there already, and were not copied again.
  expect(first!.written).toBeGreaterThan(0);
  expect(first!.written).toBeLessThan(TAGS);
  expect(second).toMatchObject({ rows: TAGS, written: 0, sourceSha256: second!.targetSha256 });
  console.log(
    `a disk of ${DISK_MIB} MiB, ${BALLAST_MIB} of them taken, was full after ${TAGS - first!.written} of ${TAGS} rows`,
  );
});
