import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { sharedWorld } from '../src/access/shared-world.test.support.ts';
import { openPostgresStores } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { isolationCases } from '../src/workspaces/isolation.contract.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from './postgres-server.test.support.ts';

const programs = postgresPrograms();

describe.skipIf(programs === undefined)('two workspaces in one database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(programs!);
  });
  afterAll(() => server.stop());

  isolationCases(async () => {
    const tracking = await openPostgresStores({ url: server.createDatabase() });
    onTestFinished(() => tracking.close());
    return sharedWorld({}, { tracking });
  });
});
