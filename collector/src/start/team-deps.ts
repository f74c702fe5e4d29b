import type { AuditActsOptions } from '../audit/audit-acts.ts';
import { auditActs } from '../audit/audit-acts.ts';
import type { Act } from '../border/guard.ts';
import { MATCH_ALL } from '../filter/expression.ts';
import type { AuditDeps } from '../routes/api/audit.ts';
import type { MlflowWorkspaceDeps } from '../routes/mlflow/workspaces.ts';
import type { Storage } from './open-storage.ts';

/** What an installation for several teams has beside their stores. */
export interface TeamDeps {
  /** Told by the border what was asked for. */
  readonly note: (act: Act) => void;
  readonly audit: AuditDeps;
  readonly workspaces: MlflowWorkspaceDeps;
}

/** Puts them together from the opened stores, unguarded: who may ask is said of their routes. */
export function teamDeps(
  { tracking, spans, audit, workspaces }: Pick<Storage, 'tracking' | 'spans' | 'audit' | 'workspaces'>,
  options: AuditActsOptions,
): TeamDeps {
  return {
    note: auditActs(audit, options),
    audit: { audit: tracking.audit, flush: () => audit.flush(), writer: audit.writer },
    workspaces: {
      directory: workspaces,
      memberships: tracking.memberships,
      isInUse: async (workspaceId) =>
        (await tracking.workspaces.hasContents(workspaceId)) ||
        (await spans.listTraces({ workspaceId, filter: MATCH_ALL, limit: 1 })).rows.length > 0,
    },
  };
}
