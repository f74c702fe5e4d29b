import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { sharedWorld } from '../src/access/shared-world.test.support.ts';
import { openPostgresStores } from '../src/storage/tracking/postgres/open-postgres-stores.ts';
import { isolationCases } from '../src/workspaces/isolation.contract.ts';
import { openPostgres, type PostgresServer, postgresSource } from './postgres-server.test.support.ts';

const source = postgresSource();

describe.skipIf(source === undefined)('two workspaces in one database', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await openPostgres(source!);
  });
  afterAll(() => server.stop());

  isolationCases(async () => {
    const tracking = await openPostgresStores({ url: server.createDatabase() });
    onTestFinished(() => tracking.close());
    return sharedWorld({}, { tracking });
  });
});
