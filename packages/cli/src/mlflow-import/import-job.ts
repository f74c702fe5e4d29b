import type { TracewrightClient } from '@tracewright/client';
import { KINDS, type Kind, type Tally } from './tally.ts';

/** Tags by which what was imported is known again. */
export const IMPORT_TAG = {
  /** Its id where it comes from. */
  id: 'tracewright.import.id',
  /** `true` once all of it is here and has been compared. */
  isComplete: 'tracewright.import.complete',
  /** When it was made there, as ISO 8601 has it: over REST it cannot be made as of another time. */
  createdAt: 'tracewright.import.created_at',
} as const;

/** What marks something that is brought over. @param createdMs milliseconds since the Unix epoch */
export function marksOf(id: string, createdMs: number): Readonly<Record<string, string>> {
  return { [IMPORT_TAG.id]: id, [IMPORT_TAG.createdAt]: new Date(createdMs).toISOString() };
}

/** Tags without the marks of an earlier import, which may have brought them to where they come from now. */
export function withoutMarks(
  tags: Readonly<Record<string, string | undefined>> = {},
): Readonly<Record<string, string>> {
  const marks: readonly string[] = Object.values(IMPORT_TAG);
  const own = Object.entries(tags).filter(([key, value]) => value !== undefined && !marks.includes(key));
  return Object.fromEntries(own) as Readonly<Record<string, string>>;
}

/** Requests for runs, traces and files under way at a time. */
const AT_ONCE = 4;

/** An import under way: two servers, and what of the one is what on the other. */
export class ImportJob {
  readonly source: TracewrightClient;
  readonly target: TracewrightClient;
  /** Ids on the target by those on the source. */
  readonly experimentIds: Map<string, string> = new Map<string, string>();
  readonly runIds: Map<string, string> = new Map<string, string>();
  readonly modelIds: Map<string, string> = new Map<string, string>();
  readonly tallies: Readonly<Record<Kind, Tally>>;
  readonly #warn: (text: string) => void;

  constructor(source: TracewrightClient, target: TracewrightClient, warn: (text: string) => void) {
    this.source = source;
    this.target = target;
    this.#warn = warn;
    this.tallies = Object.fromEntries(
      KINDS.map((kind) => [kind, { found: 0, added: 0, known: 0, failed: 0 }]),
    ) as Record<Kind, Tally>;
  }

  /**
   * Does one piece of the import and counts it. One that fails is named, and the others go on.
   *
   * @param work gives `known` back for what was here already
   */
  async piece(kind: Kind, name: string, work: () => Promise<'added' | 'known'>): Promise<void> {
    const tally = this.tallies[kind];
    tally.found++;
    try {
      tally[await work()]++;
    } catch (error) {
      tally.failed++;
      this.#warn(`${kind} ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Does work for each item, a few at a time, in their order. */
  async each<Item>(items: AsyncIterable<Item> | Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
    const underWay = new Set<Promise<void>>();
    for await (const item of items) {
      if (underWay.size >= AT_ONCE) await Promise.race(underWay);
      const done = work(item).finally(() => underWay.delete(done));
      underWay.add(done);
      // Looked at where they are waited for: the next item may be long in coming.
      done.catch(() => {});
    }
    await Promise.all(underWay);
  }
}
