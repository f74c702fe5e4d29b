import type { AuditAct, AuditOutcome } from '@tracewright/schema';
import { permissionOf } from '../auth/route-permissions.ts';
import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import type { Act } from '../border/guard.ts';
import { CONTENT_READ } from './audit-actions.ts';
import type { AuditLog } from './audit-log.ts';

/** What a run logs of itself stands with it, under its own times: noted once more it would be nearly all of the log. */
const LOGGED = ['run.log', 'logged-model.log'];
/** Somebody who shows nothing is noted where he tries to sign in, not for whatever else he sends. */
const OF_NOBODY = /^auth\./;
/** Refused before anything was done. */
const REFUSED = [401, 403, 429];

export interface AuditActsOptions {
  /** Whether reading is noted as well as changing. */
  readonly areReadsNoted: boolean;
}

/** Notes what the border says was asked for: every change, and every reading where that is set. */
export function auditActs(log: Pick<AuditLog, 'note'>, { areReadsNoted }: AuditActsOptions): (act: Act) => void {
  return (act) => {
    const { principal } = act;
    const action = act.action ?? (areReadsNoted ? readingOf(act) : undefined);
    if (action === undefined || LOGGED.includes(action)) return;
    if (principal === undefined && !OF_NOBODY.test(action)) return;
    log.note(principal?.workspaceId || DEFAULT_WORKSPACE_ID, entryOf(act, action), action === CONTENT_READ);
  };
}

function entryOf({ principal, context, client, status }: Act, action: string): AuditAct {
  return {
    action,
    object: context.get('auditObject') ?? objectOf(context.req.path),
    // Of whoever tried to sign in, the name they gave: it is believed no more than that.
    subject: principal?.subject ?? context.get('claimedName') ?? '',
    via: principal?.via ?? 'open',
    keyId: principal?.keyId ?? '',
    address: client.address ?? '',
    outcome: outcomeOf(status),
    status,
  };
}

function readingOf({ context, status, principal }: Act): string | undefined {
  if (principal === undefined || status >= 400) return undefined;
  return permissionOf(context)?.needs === 'read' ? CONTENT_READ : undefined;
}

function outcomeOf(status: number): AuditOutcome {
  if (status < 400) return 'done';
  return REFUSED.includes(status) ? 'refused' : 'failed';
}

/** Such as `traces/0af7651916cd43dd8448eb211c80319c`: what stands behind the interface's own name in the path. */
function objectOf(path: string): string {
  return path.replace(/^\/(?:ajax-)?api\/(?:v1|\d\.\d\/(?:mlflow\/)?)\/?/, '').replace(/^\//, '');
}
