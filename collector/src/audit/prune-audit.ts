import type { AuditStore } from '../storage/tracking/audit/audit-store.ts';
import { AUDIT_PRUNED } from './audit-actions.ts';
import type { AuditLog } from './audit-log.ts';

export interface PruneAuditDeps {
  readonly audit: Pick<AuditStore, 'prune' | 'head'>;
  readonly log: Pick<AuditLog, 'note'>;
  readonly nowMs: () => number;
}

/** Takes out what is too old in the log of a workspace, and notes that it has. @returns how many entries */
export async function pruneAudit(
  workspaceId: string,
  maxAgeMs: number | undefined,
  { audit, log, nowMs }: PruneAuditDeps,
): Promise<number> {
  if (maxAgeMs === undefined) return 0;
  const count = await audit.prune(workspaceId, nowMs() - maxAgeMs);
  if (count === 0) return 0;
  const { base } = (await audit.head(workspaceId))!;
  await log.note(workspaceId, {
    ...{ action: AUDIT_PRUNED, object: `entries to ${base.seq}`, subject: 'collector', via: 'collector' },
    ...{ keyId: '', address: '', outcome: 'done', status: 0 },
  });
  return count;
}
