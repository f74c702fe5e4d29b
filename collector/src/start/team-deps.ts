import type { AuditActsOptions } from '../audit/audit-acts.ts';
import { auditActs } from '../audit/audit-acts.ts';
import type { Act } from '../border/guard.ts';
import { MATCH_ALL } from '../filter/expression.ts';
import type { AuditDeps } from '../routes/api/audit.ts';
import type { PrivacyDeps } from '../routes/api/privacy.ts';
import type { RedactionDeps } from '../routes/api/redaction.ts';
import type { MlflowWorkspaceDeps } from '../routes/mlflow/workspaces.ts';
import type { Storage } from './open-storage.ts';

/** What an installation for several teams has beside their stores. */
export interface TeamDeps {
  /** Told by the border what was asked for. */
  readonly note: (act: Act) => Promise<void> | undefined;
  readonly audit: AuditDeps;
  readonly workspaces: MlflowWorkspaceDeps;
  readonly privacy: PrivacyDeps;
  readonly redaction: Omit<RedactionDeps, 'spans' | 'asking'>;
}

export interface TeamOptions extends AuditActsOptions {
  readonly nowMs: () => number;
  /** Has what was asked to be erased looked at; undefined: another collector does in its own time. */
  readonly wake?: (() => void) | undefined;
}

/** Puts them together from the opened stores, unguarded: who may ask is said of their routes. */
export function teamDeps(
  storage: Pick<Storage, 'tracking' | 'spans' | 'audit' | 'workspaces' | 'redaction'>,
  { nowMs, wake = () => {}, ...options }: TeamOptions,
): TeamDeps {
  const { tracking, spans, audit, workspaces, redaction } = storage;
  const { redactionRules: rules, erasures, experimentRetention: retention } = tracking;
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
    privacy: { spans, erasures, retention, rules, nowMs, wake },
    redaction: { rules, refresh: () => redaction.refresh(rules) },
  };
}
