import type { AuditAct, AuditOutcome } from '@tracewright/schema';
import { networkOf } from '../auth/network-of.ts';
import { permissionOf } from '../auth/route-permissions.ts';
import { DEFAULT_WORKSPACE_ID } from '../authorize.ts';
import type { Act } from '../border/guard.ts';
import { CONTENT_READ } from './audit-actions.ts';
import { REFUSALS, SENDINGS } from './audit-folds.ts';
import type { AuditLog } from './audit-log.ts';

/** What is sent all the time stands under its own times: each noted once more would be nearly all of the log. */
const SENT = ['spans.send', 'events.send', 'trace.send', 'run.log', 'logged-model.log'];
/** Somebody who shows nothing is noted where he tries to sign in, not for whatever else he sends. */
const OF_NOBODY = /^auth\./;
/** Refused before anything was done. */
const REFUSED = [401, 403, 429];

export interface AuditActsOptions {
  /** Whether reading is noted as well as changing. */
  readonly areReadsNoted: boolean;
}

/**
 * Notes what the border says was asked for: every change, and every reading where that is set. What is sent is counted by
 * sender and hour, and who is refused, by origin.
 *
 * @returns resolves, for what was done, once it is stored or could not be: until then nobody need be answered
 */
export function auditActs(
  log: Pick<AuditLog, 'note' | 'fold'>,
  { areReadsNoted }: AuditActsOptions,
): (act: Act) => Promise<void> | undefined {
  return (act) => {
    const { principal } = act;
    const action = act.action ?? (areReadsNoted ? readingOf(act) : undefined);
    if (action === undefined) return undefined;
    if (principal === undefined && !OF_NOBODY.test(action)) return undefined;
    const workspaceId = principal?.workspaceId || DEFAULT_WORKSPACE_ID;
    const entry = entryOf(act, action);
    const { outcome, subject, keyId, via, address, status } = entry;
    if (outcome === 'done' && SENT.includes(action)) {
      const count = act.context.get('auditCount') ?? 1;
      if (count > 0) log.fold(workspaceId, { ...entry, count }, [action, via, subject, keyId], SENDINGS);
    } else if (principal === undefined || outcome === 'refused' || SENT.includes(action)) {
      // What nobody known calls himself is his choice: by that alone he would be another one each time.
      const who = principal === undefined ? [] : [via, subject, keyId];
      log.fold(workspaceId, entry, [action, String(status), networkOf(address), ...who], REFUSALS);
    } else {
      const canWait = action === CONTENT_READ;
      const stored = log.note(workspaceId, entry, canWait);
      return outcome === 'done' && !canWait ? stored : undefined;
    }
    return undefined;
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
