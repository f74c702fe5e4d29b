import { randomBytes } from 'node:crypto';
import type { AuditAct } from '@tracewright/schema';
import { storableText } from '../storable-text.ts';
import type { AuditStore, NewAuditRecord, NewAuditRecords } from '../storage/tracking/audit/audit-store.ts';
import { WRITER_STOPPED } from './audit-actions.ts';
import { AuditFolds, type FoldRule } from './audit-folds.ts';

/** How long acts that can wait do so for others, ms. */
const LINGER_MS = 1_000;
/** How long it takes until acts that could not be stored are tried again, ms. */
const RETRY_MS = 5_000;
/** Acts that are kept while they cannot be stored. Beyond them acts are lost, which their numbers tell. */
const MAX_WAITING = 20_000;
/** Of them, what can wait: however much is read, there is room for what is changed. */
const MAX_PATIENT = 10_000;
/** Workspaces whose chains are written to by one commit. */
const CHAINS_AT_ONCE = 100;
/** Longer texts are cut: whoever is refused may have sent anything. */
const MAX_TEXT = 1_000;

export interface AuditLogOptions {
  readonly nowMs: () => number;
  /** Told once each time that acts can not be stored, and how many were lost. */
  readonly report: (error: unknown) => void;
  /** 16 hex digits; default: drawn. */
  readonly writer?: string;
}

/** Acts of one workspace that are stored together. */
interface Waiting {
  readonly records: NewAuditRecord[];
  /** Resolves once they are stored, or could not be. */
  readonly ended: PromiseWithResolvers<void>;
}

/**
 * Notes acts: they are numbered at once and stored together as soon as the store takes them. Whoever answers only then
 * has answered nothing that is not noted. What a process that is killed has numbered and not stored is missing from its
 * numbers, or it has not said that it stopped; either is found when the chain is verified.
 */
export class AuditLog {
  /** Of this process, in its records. */
  readonly writer: string;
  readonly #store: Pick<AuditStore, 'appendAll'>;
  readonly #options: AuditLogOptions;
  #waiting = new Map<string, Waiting>();
  #count = 0;
  readonly #ordinals = new Map<string, number>();
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;
  readonly #folds = new AuditFolds();
  #foldTimer: NodeJS.Timeout | undefined;
  #foldsEndMs = Number.POSITIVE_INFINITY;

  constructor(store: Pick<AuditStore, 'appendAll'>, options: AuditLogOptions) {
    this.#store = store;
    this.#options = options;
    this.writer = options.writer ?? randomBytes(8).toString('hex');
  }

  /**
   * Resolves once it is stored, or could not be, which is tried again.
   *
   * @param canWait whether it may be stored a second later, together with others; nobody waits for that
   */
  async note(workspaceId: string, act: AuditAct, canWait = false): Promise<void> {
    const ordinal = (this.#ordinals.get(workspaceId) ?? 0) + 1;
    this.#ordinals.set(workspaceId, ordinal);
    if (this.#count >= (canWait ? MAX_PATIENT : MAX_WAITING)) return;
    const record = { ...shortened(act), atMs: this.#options.nowMs(), writer: this.writer, ordinal };
    const waiting = this.#waiting.get(workspaceId) ?? { records: [], ended: Promise.withResolvers<void>() };
    this.#waiting.set(workspaceId, waiting);
    waiting.records.push(record);
    this.#count++;
    if (canWait) this.#flushIn(LINGER_MS);
    else if (!this.#hasFailed) {
      void this.flush();
      // Not for all that comes meanwhile: where something always does, nobody would ever be answered.
      await waiting.ended.promise;
    }
  }

  /** Notes the first act of a kind in a stretch of time, and how many more there were when it ends. */
  fold(workspaceId: string, act: AuditAct, kind: readonly string[], rule: FoldRule): void {
    const nowMs = this.#options.nowMs();
    if (nowMs >= this.#foldsEndMs) this.#noteFolds(nowMs);
    if (!this.#folds.add({ workspaceId, act: shortened(act) }, kind, rule, nowMs)) return;
    this.#wakeForFolds(nowMs);
    void this.note(workspaceId, act);
  }

  /** Resolves once everything that was noted is stored, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // What has nothing to do would end before it is known to run, and be taken to run for ever.
    if (this.#count > 0) this.#running ??= this.#run();
    await this.#running;
  }

  /** Says in each workspace that nothing follows, and stores it. */
  async close(): Promise<void> {
    this.#noteFolds();
    const last = { object: '', subject: 'collector', via: 'collector', keyId: '', address: '' } as const;
    for (const workspaceId of this.#ordinals.keys()) {
      void this.note(workspaceId, { ...last, action: WRITER_STOPPED, outcome: 'done', status: 0 });
    }
    // What is under way may have begun before the last words were said.
    await this.flush();
    await this.flush();
    clearTimeout(this.#timer);
    clearTimeout(this.#foldTimer);
  }

  async #run(): Promise<void> {
    try {
      while (this.#count > 0) {
        const taken = new Map([...this.#waiting].slice(0, CHAINS_AT_ONCE));
        for (const workspaceId of taken.keys()) this.#waiting.delete(workspaceId);
        await this.#append(taken);
      }
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#options.report(error);
      this.#hasFailed = true;
      for (const { ended } of this.#waiting.values()) ended.resolve();
      this.#flushIn(RETRY_MS);
    } finally {
      this.#running = undefined;
    }
  }

  /** What could not be stored waits again, before what has come since. */
  async #append(taken: ReadonlyMap<string, Waiting>): Promise<void> {
    const entries: NewAuditRecords = new Map([...taken].map(([workspaceId, { records }]) => [workspaceId, records]));
    try {
      // What failed may be stored all the same, where the answer was lost.
      await this.#store.appendAll(entries, this.#hasFailed);
    } catch (error) {
      for (const [workspaceId, waiting] of taken) {
        waiting.records.push(...(this.#waiting.get(workspaceId)?.records ?? []));
        this.#waiting.get(workspaceId)?.ended.resolve();
        this.#waiting.set(workspaceId, waiting);
      }
      throw error;
    }
    for (const { records, ended } of taken.values()) {
      this.#count -= records.length;
      ended.resolve();
    }
  }

  #noteFolds(nowMs?: number): void {
    for (const { workspaceId, act } of this.#folds.takeOut(nowMs)) void this.note(workspaceId, act, true);
    if (nowMs !== undefined) this.#wakeForFolds(nowMs);
  }

  #wakeForFolds(nowMs: number): void {
    clearTimeout(this.#foldTimer);
    this.#foldsEndMs = this.#folds.nextEndMs() ?? Number.POSITIVE_INFINITY;
    if (this.#foldsEndMs === Number.POSITIVE_INFINITY) return;
    this.#foldTimer = setTimeout(() => this.#noteFolds(this.#options.nowMs()), this.#foldsEndMs - nowMs);
    this.#foldTimer.unref();
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => void this.flush(), ms);
    this.#timer.unref();
  }
}

function shortened(act: AuditAct): AuditAct {
  const { object, subject, keyId, address } = act;
  const short = (text: string): string => storableText(text.slice(0, MAX_TEXT));
  return { ...act, object: short(object), subject: short(subject), keyId: short(keyId), address: short(address) };
}
