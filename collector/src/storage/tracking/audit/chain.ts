import { createHash } from 'node:crypto';
import { canonicalJson } from '@tracewright/schema';
import type { AuditPlace, NewAuditRecord } from './audit-store.ts';

/** What the first record of a workspace is chained to. */
export const CHAIN_BEGINNING: AuditPlace = { seq: 0, hash: '0'.repeat(64) };

/** What a record's hash covers beside the one before. */
export type HashedRecord = NewAuditRecord & { readonly seq: number };

/** SHA-256 of the hash before and the record, whose fields stand in a fixed order; with its workspace, so that no chain passes for another's. */
export function hashOf(workspaceId: string, previousHash: string, record: HashedRecord): string {
  const {
    seq,
    atMs,
    writer,
    ordinal,
    action,
    object,
    subject,
    via,
    keyId,
    address,
    outcome,
    status,
    count = 1,
  } = record;
  const said = {
    ...{ seq, atMs, writer, ordinal, action, object, subject, via, keyId, address, outcome, status },
    // Entries from before there were counts keep their hashes.
    ...(count === 1 ? {} : { count }),
  };
  return createHash('sha256')
    .update(`${previousHash}\n${canonicalJson({ ...said, workspaceId })}`)
    .digest('hex');
}
