import type { AuditCheck, AuditFinding } from '@tracewright/schema';
import type { AuditPlace, AuditRecord, AuditStore } from '../storage/tracking/audit/audit-store.ts';
import { CHAIN_BEGINNING, hashOf } from '../storage/tracking/audit/chain.ts';
import { WRITER_STOPPED } from './audit-actions.ts';

/** Records that are read at once. */
const PAGE = 1_000;
const MAX_FINDINGS = 100;
/** Of what Postgres compares with an integer. */
const LEAST_NUMBER = -(2 ** 31);

export interface VerifyOptions {
  /** A last entry that was seen before and kept elsewhere. */
  readonly anchor?: AuditPlace | undefined;
  /** The process that writes right now: that it has not stopped is no finding. */
  readonly writer?: string | undefined;
}

/**
 * Reads the chain of a workspace from its beginning to the end that it has when it is called.
 *
 * Found are entries that were changed, taken out, put in between or moved, an end that was cut off, and entries that a
 * process numbered and never stored. Not found is a chain that somebody has computed anew from some entry to its end
 * with all that the database says of its end: the hashes hold no secret. For that an earlier end has to be known, which
 * is the anchor.
 */
export async function verifyChain(
  audit: Pick<AuditStore, 'head' | 'scan'>,
  workspaceId: string,
  { anchor, writer: running }: VerifyOptions = {},
): Promise<AuditCheck> {
  const { last, base } = (await audit.head(workspaceId)) ?? { last: CHAIN_BEGINNING, base: CHAIN_BEGINNING };
  const walk = new ChainWalk(workspaceId, base);
  const [first] = await audit.scan(workspaceId, LEAST_NUMBER, 1);
  if (first !== undefined && first.seq <= base.seq) {
    walk.find(first.seq, 'changed', 'stands before the beginning of the chain');
  }
  let after = base.seq;
  for (let page: readonly AuditRecord[] = []; ; ) {
    page = await audit.scan(workspaceId, after, PAGE);
    for (const record of page) if (record.seq <= last.seq) walk.take(record);
    after = page.at(-1)?.seq ?? after;
    if (page.length < PAGE || after >= last.seq) break;
  }
  walk.end(last);
  await checkBehind(audit, workspaceId, last, walk);
  if (anchor !== undefined) walk.check(anchor, base);
  return {
    isWhole: walk.findings.length === 0,
    count: walk.count,
    head: last.seq === 0 ? null : last,
    findings: walk.findings.sort((left, right) => left.seq - right.seq).slice(0, MAX_FINDINGS),
    unclosed: walk.unclosed(running),
  };
}

/** What was added meanwhile lies before the end as it is now; what does not was put there by somebody else. */
async function checkBehind(
  audit: Pick<AuditStore, 'head' | 'scan'>,
  workspaceId: string,
  last: AuditPlace,
  walk: ChainWalk,
): Promise<void> {
  const [behind] = await audit.scan(workspaceId, last.seq, 1);
  if (behind === undefined) return;
  const now = await audit.head(workspaceId);
  if (now === undefined || behind.seq > now.last.seq) {
    walk.find(behind.seq, 'changed', 'stands behind the end of the chain');
  }
}

interface WriterState {
  readonly ordinal: number;
  readonly lastMs: number;
  readonly hasStopped: boolean;
}

/** Goes along a chain, one record after the other. */
class ChainWalk {
  readonly findings: AuditFinding[] = [];
  count = 0;
  readonly #workspaceId: string;
  #previous: AuditPlace;
  readonly #writers = new Map<string, WriterState>();
  /** Until the first record of a writer that began before what is left, its earlier ordinals are not known. */
  readonly #isCut: boolean;
  readonly #hashes = new Map<number, string>();

  constructor(workspaceId: string, base: AuditPlace) {
    this.#workspaceId = workspaceId;
    this.#previous = base;
    this.#isCut = base.seq > 0;
  }

  find(seq: number, problem: AuditFinding['problem'], message: string): void {
    // Beyond those nobody is told: a broken chain of a million entries is not a million findings.
    if (this.findings.length <= MAX_FINDINGS) this.findings.push({ seq, problem, message });
  }

  take(record: AuditRecord): void {
    const { seq, hash } = record;
    this.count++;
    const next = this.#previous.seq + 1;
    if (seq > next) this.find(next, 'missing', seq === next + 1 ? 'is missing' : `to ${seq - 1} are missing`);
    else if (hashOf(this.#workspaceId, this.#previous.hash, record) !== hash) {
      this.find(seq, 'changed', 'or the one before it was changed, put in between or moved');
    }
    this.#previous = { seq, hash };
    this.#hashes.set(seq, hash);
    this.#follow(record);
  }

  end(last: AuditPlace): void {
    const { seq, hash } = this.#previous;
    if (seq < last.seq) this.find(seq + 1, 'cut off', `to ${last.seq} are missing at the end`);
    else if (hash !== last.hash) this.find(seq, 'changed', 'is not the one that the end of the chain names');
  }

  /** @param base what was taken out for its age cannot be compared any more */
  check({ seq, hash }: AuditPlace, base: AuditPlace): void {
    const known = seq === base.seq ? base.hash : this.#hashes.get(seq);
    if (known === hash) return;
    if (known !== undefined) this.find(seq, 'changed', 'is not the one that was seen before, or one before it is not');
    else if (seq > base.seq) this.find(seq, 'cut off', 'was seen before and is not there any more');
  }

  unclosed(running: string | undefined): AuditCheck['unclosed'] {
    return [...this.#writers]
      .filter(([writer, { hasStopped }]) => !hasStopped && writer !== running)
      .map(([writer, { lastMs }]) => ({ writer, lastNs: `${BigInt(Math.round(lastMs)) * 1_000_000n}` }));
  }

  #follow({ seq, writer, ordinal, atMs, action }: AuditRecord): void {
    const known = this.#writers.get(writer);
    const expected = known === undefined ? 1 : known.ordinal + 1;
    const isUnknown = known === undefined && this.#isCut;
    if (ordinal < expected) this.find(seq, 'out of order', `stands behind a later entry of ${writer}`);
    else if (ordinal > expected && !isUnknown) {
      this.find(seq, 'lost', `follows ${ordinal - expected} of ${writer} that were never stored`);
    }
    this.#writers.set(writer, { ordinal, lastMs: atMs, hasStopped: action === WRITER_STOPPED });
  }
}
