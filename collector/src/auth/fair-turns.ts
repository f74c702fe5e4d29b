import { setTimeout as delay } from 'node:timers/promises';
import { RecentAsks } from './recent-asks.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** Who wants something done that is done for a few at a time. */
export interface Asker {
  /** All that come from the same one share its turns: the network of a client. */
  readonly origin: string;
  /** By which they want to be let in; left out where they are. */
  readonly name?: string;
  /** Somebody who was right before from there: they come before whoever only may be somebody. */
  readonly isKnown: boolean;
}

export interface FairTurnsLimits {
  readonly atOnce: number;
  /** Of one origin, beside what is under way. */
  readonly waitingOfOne: number;
  /** In all, of those that are known and of those that are not. */
  readonly waiting: number;
}

/** How much has been asked lately. */
type Recent = Pick<RecentAsks, 'note' | 'of'>;

/** What tests set: how much has been asked from networks and by names, a clock, and how one waits. */
export interface FairTurnsParts {
  readonly networks?: Recent;
  readonly names?: Recent;
  readonly nowMs?: () => number;
  readonly wait?: (ms: number) => Promise<void>;
}

interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: Error) => void;
}

/** Those of one origin who wait, of which there is always one. */
interface Line {
  readonly waiting: Waiting[];
  /** How much was asked from there when the last of them came. */
  asked: number;
}

/** Of how many works it is remembered how long they took. */
const REMEMBERED = 64;
/** Which part of them took no longer than what is counted with. */
const USUAL = 0.9;
/** Before any work was done: about what a hash takes. */
const FIRST_MS = 200;
/** Beyond so many that only wait they are sent away. */
const MAX_PASSING = 1_000;

/** Who has asked as often but for that has asked as much. */
const NOTICEABLE = 0.5;

/** Who waits, by origin; origins stand in the order of their turns. */
type Queue = Map<string, Line>;

/**
 * Does work for a few at a time: for those known first, and otherwise for one origin after the other, so that nobody
 * waits for all that somebody else has asked for. Where too many wait, the last of whoever has most is sent away, and of
 * as many whoever has asked most lately, from that network or by that name: who comes from a network that is new finds room
 * however many others keep asking, and from networks that are new each time as far as they keep asking by the same names.
 */
export class FairTurns {
  readonly #limits: FairTurnsLimits;
  readonly #parts: Required<FairTurnsParts>;
  /** How long the last works of others took, ms. */
  readonly #tookMs: number[] = [];
  #took = 0;
  /** When each of the turns would be free if all that is asked for took one as it comes, ms. */
  readonly #freeMs: number[];
  #passing = 0;
  /** How many only wait, by origin. */
  readonly #passingOf = new Map<string, number>();
  readonly #known: Queue = new Map();
  readonly #others: Queue = new Map();
  #running = 0;

  constructor(limits: FairTurnsLimits, parts: FairTurnsParts = {}) {
    const nowMs = parts.nowMs ?? (() => performance.now());
    const [networks, names] = [new RecentAsks(nowMs), new RecentAsks(nowMs, 'names')];
    this.#limits = limits;
    this.#freeMs = Array.from({ length: limits.atOnce }, () => 0);
    this.#parts = { networks, names, nowMs, wait: (ms) => delay(ms), ...parts };
  }

  /**
   * @param isNothing whether it came to nothing: that is told no earlier than if all who asked before had been waited for, as
   *   {@link pass} tells it, and what came to something at once
   * @throws TooManyRequests where too many wait.
   */
  async take<Done>(asker: Asker, work: () => Promise<Done>, isNothing?: (done: Done) => boolean): Promise<Done> {
    const { isKnown } = asker;
    this.#note(asker);
    let turn: Promise<void> | undefined;
    if (this.#running < this.#limits.atOnce) this.#running += 1;
    else turn = this.#wait(isKnown ? this.#known : this.#others, asker);
    const dueMs = this.#dueMs();
    if (turn !== undefined) await turn;
    const beganMs = this.#parts.nowMs();
    let done: Done;
    try {
      done = await work();
    } finally {
      if (!isKnown) this.#tookMs[this.#took++ % REMEMBERED] = this.#parts.nowMs() - beganMs;
      const next = takeNext(this.#known) ?? takeNext(this.#others);
      // The turn is handed on as it is.
      if (next === undefined) this.#running -= 1;
      else next.begin();
    }
    if (!isKnown && isNothing?.(done)) await this.#until(dueMs);
    return done;
  }

  /**
   * Work that comes to nothing: done while there is a turn that nobody waits for, and else only waited for as long as that of
   * somebody else would take. So it takes nobody's turn, and who asked is not told so.
   *
   * @throws TooManyRequests as {@link take} does
   */
  async pass(asker: Asker, work: () => Promise<unknown>): Promise<void> {
    if (this.#running < this.#limits.atOnce || asker.isKnown) {
      await this.take(asker, work, () => true);
      return;
    }
    this.#note(asker);
    this.#room(this.#others, asker);
    if (this.#passing >= MAX_PASSING) throw tooMany();
    const { origin } = asker;
    this.#passing += 1;
    this.#passingOf.set(origin, (this.#passingOf.get(origin) ?? 0) + 1);
    try {
      await this.#until(this.#dueMs());
    } finally {
      this.#passing -= 1;
      const left = this.#passingOf.get(origin)! - 1;
      if (left > 0) this.#passingOf.set(origin, left);
      else this.#passingOf.delete(origin);
    }
  }

  async #until(dueMs: number): Promise<void> {
    const leftMs = dueMs - this.#parts.nowMs();
    if (leftMs > 0) await this.#parts.wait(leftMs);
  }

  /** When one more would be done if all took a turn as they come; no later than behind as many as may wait. */
  #dueMs(): number {
    const { atOnce, waiting } = this.#limits;
    const nowMs = this.#parts.nowMs();
    const took = this.#tookMs.toSorted((a, b) => a - b);
    const workMs = took[Math.floor(took.length * USUAL)] ?? FIRST_MS;
    const first = this.#freeMs.indexOf(Math.min(...this.#freeMs));
    const mostMs = nowMs + workMs * (1 + waiting / atOnce);
    const dueMs = Math.min(Math.max(nowMs, this.#freeMs[first]!) + workMs, mostMs);
    this.#freeMs[first] = dueMs;
    return dueMs;
  }

  /** Also of what is refused: whoever goes on asking comes behind those who wait to be let in. */
  #note({ origin, name, isKnown }: Asker): void {
    if (isKnown) return;
    this.#parts.networks.note(origin);
    if (name !== undefined) this.#parts.names.note(name);
  }

  #wait(queue: Queue, asker: Asker): Promise<void> {
    const { own, last } = this.#room(queue, asker);
    if (last !== undefined) {
      const { waiting: theirs } = queue.get(last)!;
      theirs.pop()!.refuse(tooMany());
      if (theirs.length === 0) queue.delete(last);
    }
    queue.set(asker.origin, own);
    return new Promise((begin, refuse) => own.waiting.push({ begin, refuse }));
  }

  /** @returns the line to wait in, and the origin that has to make room in return. @throws TooManyRequests where there is none */
  #room(queue: Queue, { origin, name, isKnown }: Asker): { readonly own: Line; readonly last: string | undefined } {
    const { waitingOfOne, waiting } = this.#limits;
    const own = queue.get(origin) ?? { waiting: [], asked: 0 };
    const passing = isKnown ? 0 : (this.#passingOf.get(origin) ?? 0);
    if (own.waiting.length + passing >= waitingOfOne) throw tooMany();
    own.asked = this.#parts.networks.of(origin) + (name === undefined ? 0 : this.#parts.names.of(name));
    if (sizeOf(queue) < waiting) return { own, last: undefined };
    const last = lastOf(queue, own);
    if (last === undefined) throw tooMany();
    return { own, last };
  }
}

/** The origin that has to make room for one more of another's; undefined: none. */
function lastOf(queue: Queue, own: Line): string | undefined {
  let last: string | undefined;
  let longest = own.waiting.length + 1;
  let mostAsked = own.asked + NOTICEABLE;
  for (const [origin, { waiting, asked }] of queue) {
    if (waiting.length < longest || (waiting.length === longest && asked <= mostAsked)) continue;
    [last, longest, mostAsked] = [origin, waiting.length, asked];
  }
  return last;
}

function takeNext(queue: Queue): Waiting | undefined {
  const [first] = queue;
  if (first === undefined) return undefined;
  const [origin, line] = first;
  const next = line.waiting.shift();
  queue.delete(origin);
  // Behind all others, whose turn it is before theirs comes again.
  if (line.waiting.length > 0) queue.set(origin, line);
  return next;
}

function sizeOf(queue: Queue): number {
  let size = 0;
  for (const { waiting } of queue.values()) size += waiting.length;
  return size;
}

function tooMany(): TooManyRequests {
  return new TooManyRequests('too many sign in at the same time', 2);
}
