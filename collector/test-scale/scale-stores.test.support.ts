import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClickHouseServer, openClickHouseServer } from '../test-clickhouse/clickhouse-server.test.support.ts';
import { openPostgres, type PostgresServer, postgresSource } from '../test-postgres/postgres-server.test.support.ts';
import { openS3Server, type S3Server } from '../test-s3/s3-server.test.support.ts';

/** Addresses of empty stores that nobody else uses; undefined where there is no such server here. */
export interface NewStores {
  readonly spansUrl: string | undefined;
  readonly trackingUrl: string | undefined;
  readonly blobsUrl: string | undefined;
  /** What a process needs beside them to use them. */
  readonly env: Readonly<Record<string, string>>;
}

/** Real servers, as far as they can be had. */
export interface ScaleServers {
  newStores(): Promise<NewStores>;
  stop(): Promise<void>;
}

/** `SCALE_CLICKHOUSE` says whether there is an engine: the command of these tests has looked. */
export async function startServers(): Promise<ScaleServers> {
  const source = postgresSource();
  const postgres: PostgresServer | undefined = source === undefined ? undefined : await openPostgres(source);
  const s3: S3Server | undefined = await openS3Server();
  const hasEngine = process.env.SCALE_CLICKHOUSE === 'yes';
  const clickhouse: ClickHouseServer | undefined = hasEngine ? await openClickHouseServer() : undefined;
  return {
    newStores: async () => ({
      spansUrl: clickhouse?.newDatabase(),
      trackingUrl: postgres?.createDatabase(),
      blobsUrl: s3 && `s3://${await s3.createBucket()}/tests`,
      env: {
        ...(s3 && { AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_REGION: 'us-east-1' }),
        ...(s3?.credentials && {
          AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
        }),
      },
    }),
    stop: async () => {
      await Promise.all([postgres?.stop(), s3?.stop(), clickhouse?.stop()]);
    },
  };
}

/** A folder that is gone when `remove` is called. */
export function newFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-scale-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
