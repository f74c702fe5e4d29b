import { RecentAsks } from './recent-asks.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** Who wants something done that is done for a few at a time. */
export interface Asker {
  /** All that come from the same one share its turns: the network of a client. */
  readonly origin: string;
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

/** How much has been asked from networks lately. */
type Recent = Pick<RecentAsks, 'note' | 'of'>;

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

/** Who has asked as often but for that has asked as much. */
const NOTICEABLE = 0.5;

/** Who waits, by origin; origins stand in the order of their turns. */
type Queue = Map<string, Line>;

/**
 * Does work for a few at a time: for those known first, and otherwise for one origin after the other, so that nobody
 * waits for all that somebody else has asked for. Where too many wait, the last of whoever has most is sent away, and of
 * as many whoever has asked most lately: who comes from a network that is new finds room however many others keep asking.
 */
export class FairTurns {
  readonly #limits: FairTurnsLimits;
  readonly #recent: Recent;
  readonly #known: Queue = new Map();
  readonly #others: Queue = new Map();
  #running = 0;

  constructor(limits: FairTurnsLimits, recent: Recent = new RecentAsks(() => performance.now())) {
    this.#limits = limits;
    this.#recent = recent;
  }

  /** @throws TooManyRequests where too many wait. */
  async take<Done>({ origin, isKnown }: Asker, work: () => Promise<Done>): Promise<Done> {
    // Also what is refused: whoever goes on asking comes behind those who wait to be let in.
    if (!isKnown) this.#recent.note(origin);
    if (this.#running < this.#limits.atOnce) this.#running += 1;
    else await this.#wait(isKnown ? this.#known : this.#others, origin);
    try {
      return await work();
    } finally {
      const next = takeNext(this.#known) ?? takeNext(this.#others);
      // The turn is handed on as it is.
      if (next === undefined) this.#running -= 1;
      else next.begin();
    }
  }

  #wait(queue: Queue, origin: string): Promise<void> {
    const { waitingOfOne, waiting } = this.#limits;
    const own = queue.get(origin) ?? { waiting: [], asked: 0 };
    if (own.waiting.length >= waitingOfOne) throw tooMany();
    own.asked = this.#recent.of(origin);
    if (sizeOf(queue) >= waiting) {
      const last = lastOf(queue, own);
      if (last === undefined) throw tooMany();
      const { waiting: theirs } = queue.get(last)!;
      theirs.pop()!.refuse(tooMany());
      if (theirs.length === 0) queue.delete(last);
    }
    queue.set(origin, own);
    return new Promise((begin, refuse) => own.waiting.push({ begin, refuse }));
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
