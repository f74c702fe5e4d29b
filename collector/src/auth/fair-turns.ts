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

interface Waiting {
  readonly begin: () => void;
  readonly refuse: (error: Error) => void;
}

/** Who waits, by origin; origins stand in the order of their turns. */
type Queue = Map<string, Waiting[]>;

/**
 * Does work for a few at a time: for those known first, and otherwise for one origin after the other, so that nobody
 * waits for all that somebody else has asked for. Where too many wait, the last of whoever has most is sent away.
 */
export class FairTurns {
  readonly #limits: FairTurnsLimits;
  readonly #known: Queue = new Map();
  readonly #others: Queue = new Map();
  #running = 0;

  constructor(limits: FairTurnsLimits) {
    this.#limits = limits;
  }

  /** @throws TooManyRequests where too many wait. */
  async take<Done>({ origin, isKnown }: Asker, work: () => Promise<Done>): Promise<Done> {
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
    const own = queue.get(origin) ?? [];
    if (own.length >= waitingOfOne) throw tooMany();
    if (sizeOf(queue) >= waiting) {
      const longest = [...queue.values()].reduce((most, one) => (one.length > most.length ? one : most));
      if (longest.length <= own.length + 1) throw tooMany();
      longest.pop()!.refuse(tooMany());
    }
    queue.set(origin, own);
    return new Promise((begin, refuse) => own.push({ begin, refuse }));
  }
}

function takeNext(queue: Queue): Waiting | undefined {
  const [first] = queue;
  if (first === undefined) return undefined;
  const [origin, waiting] = first;
  const next = waiting.shift();
  queue.delete(origin);
  // Behind all others, whose turn it is before theirs comes again.
  if (waiting.length > 0) queue.set(origin, waiting);
  return next;
}

function sizeOf(queue: Queue): number {
  let size = 0;
  for (const waiting of queue.values()) size += waiting.length;
  return size;
}

function tooMany(): TooManyRequests {
  return new TooManyRequests('too many sign in at the same time', 2);
}
