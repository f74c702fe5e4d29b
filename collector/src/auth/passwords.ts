import { hashPassword, isPassword, SCRYPT_COST, type ScryptCost } from './password-hash.ts';
import { TooManyRequests } from './too-many-requests.ts';

/** Beyond these, signing in would starve the other work of the thread pool, or fill the memory. */
const MAX_AT_ONCE = 2;
/** Who comes behind so many waits longer than clients do. */
const MAX_WAITING = 100;

/** Computes hashes of passwords, a few at a time. */
export class Passwords {
  readonly #cost: ScryptCost;
  /** Of a password that nobody has: who is unknown has to cost what a wrong password does. */
  #nobodys: Promise<string> | undefined;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(cost: ScryptCost = SCRYPT_COST) {
    this.#cost = cost;
  }

  /** @throws ApiError `RESOURCE_EXHAUSTED` where too many wait. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hashPassword(password, this.#cost));
  }

  /**
   * Whether a password is the one that was hashed. Takes as long where nothing was.
   *
   * @throws ApiError `RESOURCE_EXHAUSTED` where too many wait.
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    if (stored !== undefined) return this.#inTurn(() => isPassword(password, stored));
    this.#nobodys ??= hashPassword('', this.#cost);
    const nobodys = await this.#nobodys;
    await this.#inTurn(() => isPassword(password, nobodys));
    return false;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MAX_AT_ONCE) {
      if (this.#waiting.length >= MAX_WAITING) throw new TooManyRequests('too many sign in at the same time', 5);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The turn is handed on as it is.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
