import { join } from 'node:path';
import { Closers } from '../closers.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { openBlobStore } from '../storage/blobs/open-blob-store.ts';
import { openSpanQueries } from '../storage/spans/query-threads/span-queries.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import { openSqliteSpanStore } from '../storage/spans/sqlite/sqlite-span-store.ts';
import { lockForWriting } from '../storage/spans/sqlite/writer-lock.ts';
import { openPostgresTracking } from '../storage/tracking/postgres/open-postgres-stores.ts';
import { openSqliteTracking } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import type { TrackingDatabase } from '../storage/tracking/tracking-database.ts';
import { requireEmpty, requireUnused } from './check-target.ts';
import { MigrationState } from './migration-state.ts';
import { gatedBlobs, gatedSpans, WriteGate } from './write-gate.ts';

/** Which stores are copied where: those that are named, between the folder of embedded stores and elsewhere. */
export interface MigrationPlan {
  /** Absolute: the folder of the embedded stores. */
  readonly dataDir: string;
  /** Such as `clickhouse://host/tracewright`; undefined: spans stay where they are. */
  readonly spansUrl: string | undefined;
  /** Such as `postgres://host/tracewright`; undefined: tracking stays where it is. */
  readonly trackingUrl: string | undefined;
  /** Such as `s3://bucket/prefix`; undefined: files stay where they are. */
  readonly blobsUrl: string | undefined;
  /** Where tracking stands that is not copied, if not in the folder. */
  readonly otherTrackingUrl: string | undefined;
  /** From elsewhere into the folder. */
  readonly isBack: boolean;
  /** Nobody writes to the source any more, which is looked after. */
  readonly isFinal: boolean;
  /** What is written at most; default: as much as can be. */
  readonly maxBytesASecond?: number | undefined;
}

/** A store and what becomes its copy. */
export interface Sides<Store> {
  readonly source: Store;
  readonly target: Store;
}

export interface MigrationSides {
  readonly spans: Sides<SpanStore> | undefined;
  readonly tracking: Sides<TrackingDatabase> | undefined;
  readonly blobs: Sides<BlobStore> | undefined;
}

export interface MigratedStores extends MigrationSides {
  /** Where the workspaces stand. */
  readonly sourceTracking: TrackingDatabase;
  readonly state: MigrationState;
  /** What rows go through on their way to the target; traces and files do so by themselves. */
  readonly gate: WriteGate;
  /** @throws StoreError `STORE_LOCKED` if a collector works where it may not. */
  requireUnused(): Promise<void>;
  /** Notes that everything is copied: nothing is written to these copies again. */
  complete(): void;
  close(): Promise<void>;
}

/**
 * Opens both sides of what is to be copied.
 *
 * @throws StoreError as each of them; if the target holds what was not copied there, or is in use; if the source of a
 *   last look is in use.
 */
export async function openMigration(plan: MigrationPlan): Promise<MigratedStores> {
  const opened = new Closers();
  try {
    return await openSides(plan, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openSides(plan: MigrationPlan, opened: Closers): Promise<MigratedStores> {
  const { dataDir, isBack, isFinal } = plan;
  const state = new MigrationState(join(dataDir, 'migration.db'), directionOf(plan));
  opened.add(() => state.close());
  // Spans are appended under this lock; where they are not, it keeps collectors away all the same.
  const isFolderOurs = isBack || isFinal;
  if (isFolderOurs && !(isBack && plan.spansUrl !== undefined)) {
    const lock = lockForWriting(join(dataDir, 'spans.db'));
    opened.add(() => lock.release());
  }
  const side = <Store>(embedded: Store, other: Store, gated: (target: Store) => Store): Sides<Store> =>
    isBack ? { source: other, target: gated(embedded) } : { source: embedded, target: gated(other) };
  const keep = <Store extends { close(): Promise<void> }>(store: Store): Store => {
    opened.add(() => store.close());
    return store;
  };
  const unused = async (): Promise<void> => {
    if (tracking === undefined) return;
    await requireUnused(tracking.target);
    if (isFinal && isBack) await requireUnused(tracking.source);
  };
  const gate = new WriteGate({ maxBytesASecond: plan.maxBytesASecond, check: unused });
  const spans =
    plan.spansUrl === undefined
      ? undefined
      : side<SpanStore>(
          keep(await openEmbeddedSpans(dataDir, isBack)),
          keep(await openOtherSpans(plan.spansUrl)),
          (target) => gatedSpans(target, gate),
        );
  const file = join(dataDir, 'tracking.db');
  const tracking =
    plan.trackingUrl === undefined
      ? undefined
      : side(
          keep(await openSqliteTracking({ file })),
          keep(await openPostgresTracking({ url: plan.trackingUrl, answerMs: Number.POSITIVE_INFINITY })),
          (target) => target,
        );
  const blobs =
    plan.blobsUrl === undefined
      ? undefined
      : side(
          await openBlobStore({ dataDir, blobsUrl: undefined }),
          await openBlobStore({ dataDir, blobsUrl: plan.blobsUrl }),
          (target) => gatedBlobs(target, gate),
        );
  const sourceTracking =
    tracking?.source ??
    keep(
      plan.otherTrackingUrl === undefined
        ? await openSqliteTracking({ file })
        : await openPostgresTracking({ url: plan.otherTrackingUrl, answerMs: Number.POSITIVE_INFINITY }),
    );
  await unused();
  const sides = { spans, tracking, blobs };
  const parts = await requireEmpty(sides, sourceTracking, state);
  return {
    ...{ ...sides, sourceTracking, state, gate },
    requireUnused: unused,
    complete: () => {
      for (const part of parts) state.complete(part);
    },
    close: () => opened.close(),
  };
}

function openEmbeddedSpans(dataDir: string, isTarget: boolean): Promise<SpanStore> | SpanStore {
  const file = join(dataDir, 'spans.db');
  return isTarget ? openSqliteSpanStore({ file, hasUpkeep: true }) : openSpanQueries({ file, isOneThread: true });
}

async function openOtherSpans(url: string): Promise<SpanStore> {
  const { openClickHouseSpans } = await import('../storage/spans/clickhouse/open-clickhouse-spans.ts');
  return openClickHouseSpans(url);
}

/** Names both sides without passwords. */
function directionOf({ spansUrl, trackingUrl, blobsUrl, isBack }: MigrationPlan): string {
  const places = [spansUrl, trackingUrl, blobsUrl].map((url) => {
    if (url === undefined) return '';
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname}`;
  });
  return `${isBack ? 'from' : 'to'} ${places.join(' ')}`;
}
