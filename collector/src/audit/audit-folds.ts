import type { AuditAct } from '@tracewright/schema';

/** How acts that are alike are noted: the first at once, and all further ones together when a stretch of time ends. */
export interface FoldRule {
  /** Stretches begin at whole multiples of it, ms. */
  readonly windowMs: number;
  /** Beyond so many kinds in a stretch all others are one: whoever can be anybody must not fill the log. */
  readonly maxKinds: number;
}

/** Of those who are refused, or whom nobody knows: at most twice as many entries in ten minutes, however many they send. */
export const REFUSALS: FoldRule = { windowMs: 600_000, maxKinds: 250 };

/** Of those who send all the time: an entry when an hour's first comes, and one for the rest of it. */
export const SENDINGS: FoldRule = { windowMs: 3_600_000, maxKinds: 1_000 };

/** An act, and in which workspace. */
export interface FoldedAct {
  readonly workspaceId: string;
  readonly act: AuditAct;
}

interface Fold {
  readonly rule: FoldRule;
  readonly workspaceId: string;
  /** What all acts behind the first have in common. */
  act: AuditAct | undefined;
  count: number;
  readonly endMs: number;
}

/** Counts acts that are alike. What it holds is bounded by its rules. */
export class AuditFolds {
  readonly #folds = new Map<string, Fold>();
  readonly #kinds = new Map<FoldRule, number>();

  /** @returns whether it is the first of its kind, and to be noted now; take out first what is over */
  add({ workspaceId, act }: FoldedAct, kind: readonly string[], rule: FoldRule, nowMs: number): boolean {
    const { windowMs, maxKinds } = rule;
    const kinds = this.#kinds.get(rule) ?? 0;
    const own = JSON.stringify([windowMs, workspaceId, ...kind]);
    const key = this.#folds.has(own) || kinds < maxKinds ? own : JSON.stringify([windowMs, workspaceId]);
    const fold = this.#folds.get(key);
    if (fold === undefined) {
      const endMs = (Math.floor(nowMs / windowMs) + 1) * windowMs;
      this.#folds.set(key, { rule, workspaceId, act: undefined, count: 0, endMs });
      this.#kinds.set(rule, kinds + 1);
      return true;
    }
    fold.act = fold.act === undefined ? act : common(fold.act, act);
    fold.count += act.count ?? 1;
    return false;
  }

  /** Takes out what has come together until `nowMs`; by default, all of it. */
  takeOut(nowMs: number = Number.POSITIVE_INFINITY): readonly FoldedAct[] {
    const taken: FoldedAct[] = [];
    for (const [key, { rule, workspaceId, act, count, endMs }] of this.#folds) {
      // A clock that was set back has left a stretch as well: it would be waited for until the clock has caught up.
      if (nowMs < endMs && nowMs >= endMs - rule.windowMs) continue;
      this.#folds.delete(key);
      this.#kinds.set(rule, this.#kinds.get(rule)! - 1);
      if (act !== undefined) taken.push({ workspaceId, act: { ...act, count } });
    }
    return taken;
  }

  /** When the first stretch ends, ms; undefined while there is none. */
  nextEndMs(): number | undefined {
    let next: number | undefined;
    for (const { endMs } of this.#folds.values()) if (next === undefined || endMs < next) next = endMs;
    return next;
  }
}

/** Where they differ, nothing is said. */
function common(one: AuditAct, other: AuditAct): AuditAct {
  const same = (field: 'action' | 'object' | 'subject' | 'keyId' | 'address') =>
    one[field] === other[field] ? one[field] : '';
  return {
    ...one,
    ...{ action: same('action'), object: same('object'), subject: same('subject'), keyId: same('keyId') },
    address: same('address'),
    status: one.status === other.status ? one.status : 0,
  };
}
