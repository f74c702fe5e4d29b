import { randomBytes } from 'node:crypto';
import type { AuditAct } from '@tracewright/schema';
import { storableText } from '../storable-text.ts';
import type { AuditStore, NewAuditRecord } from '../storage/tracking/audit/audit-store.ts';
import { WRITER_STOPPED } from './audit-actions.ts';

/** How long acts that can wait do so for others, ms. */
const LINGER_MS = 1_000;
/** How long it takes until acts that could not be stored are tried again, ms. */
const RETRY_MS = 5_000;
/** Acts that are kept while they cannot be stored. Beyond them acts are lost, which their numbers tell. */
const MAX_WAITING = 20_000;
/** Longer texts are cut: whoever is refused may have sent anything. */
const MAX_TEXT = 1_000;

export interface AuditLogOptions {
  readonly nowMs: () => number;
  /** Told once each time that acts can not be stored, and how many were lost. */
  readonly report: (error: unknown) => void;
  /** 16 hex digits; default: drawn. */
  readonly writer?: string;
}

/**
 * Notes acts without keeping anybody waiting: they are numbered at once and stored together as soon as the store takes
 * them. What a process that is killed has numbered and not stored is missing from its numbers, or it has not said that
 * it stopped; either is found when the chain is verified.
 */
export class AuditLog {
  /** Of this process, in its records. */
  readonly writer: string;
  readonly #store: Pick<AuditStore, 'append'>;
  readonly #options: AuditLogOptions;
  #waiting = new Map<string, NewAuditRecord[]>();
  #count = 0;
  readonly #ordinals = new Map<string, number>();
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;

  constructor(store: Pick<AuditStore, 'append'>, options: AuditLogOptions) {
    this.#store = store;
    this.#options = options;
    this.writer = options.writer ?? randomBytes(8).toString('hex');
  }

  /** @param canWait whether it may be stored a second later, together with others */
  note(workspaceId: string, act: AuditAct, canWait = false): void {
    const ordinal = (this.#ordinals.get(workspaceId) ?? 0) + 1;
    this.#ordinals.set(workspaceId, ordinal);
    if (this.#count >= MAX_WAITING) return;
    const record = { ...shortened(act), atMs: this.#options.nowMs(), writer: this.writer, ordinal };
    const records = this.#waiting.get(workspaceId);
    if (records === undefined) this.#waiting.set(workspaceId, [record]);
    else records.push(record);
    this.#count++;
    if (canWait) this.#flushIn(LINGER_MS);
    else if (!this.#hasFailed) void this.flush();
  }

  /** Resolves once everything that was noted is stored, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#run();
    await this.#running;
  }

  /** Says in each workspace that nothing follows, and stores it. */
  async close(): Promise<void> {
    const last = { object: '', subject: 'collector', via: 'collector', keyId: '', address: '' } as const;
    for (const workspaceId of this.#ordinals.keys()) {
      this.note(workspaceId, { ...last, action: WRITER_STOPPED, outcome: 'done', status: 0 }, true);
    }
    // What is under way may have begun before the last words were said.
    await this.flush();
    await this.flush();
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    try {
      while (this.#count > 0) {
        const [[workspaceId, records]] = this.#waiting as unknown as [[string, NewAuditRecord[]]];
        this.#waiting.delete(workspaceId);
        try {
          await this.#store.append(workspaceId, records);
        } catch (error) {
          this.#waiting.set(workspaceId, [...records, ...(this.#waiting.get(workspaceId) ?? [])]);
          throw error;
        }
        this.#count -= records.length;
      }
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed) this.#options.report(error);
      this.#hasFailed = true;
      this.#flushIn(RETRY_MS);
    } finally {
      this.#running = undefined;
    }
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
