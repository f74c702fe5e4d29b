import { randomBytes } from 'node:crypto';
import type { User } from '../storage/tracking/auth/user-store.ts';
import type { Account, Accounts } from './accounts.ts';
import type { Client } from './client.ts';
import type { FailedSignIns } from './failed-sign-ins.ts';
import { MAX_PASSWORD } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import { digestOf } from './secrets.ts';
import { MAX_USER_NAME } from './user-name.ts';

/** How long a password that was right is remembered as long as it is used, ms. */
const REMEMBER_MS = 600_000;
const MAX_ENTRIES = 10_000;

interface Remembered {
  readonly userId: string;
  /** The hash that it fitted: another one is another password. */
  readonly hash: string;
  untilMs: number;
}

/**
 * Signs in by a name and a password. Clients that send both with each request, as MLflow's do, pay for the hash once:
 * the pair is remembered by a digest that only this process can make, and is worth as much as what is stored.
 */
export class PasswordSignIn {
  readonly #parts: {
    readonly accounts: Accounts;
    readonly passwords: Passwords;
    readonly failures: FailedSignIns;
    readonly nowMs: () => number;
  };
  readonly #secret = randomBytes(32).toString('hex');
  readonly #remembered = new Map<string, Remembered>();
  readonly #checking = new Map<string, Promise<User | undefined>>();

  constructor(parts: {
    readonly accounts: Accounts;
    readonly passwords: Passwords;
    readonly failures: FailedSignIns;
    readonly nowMs: () => number;
  }) {
    this.#parts = parts;
  }

  /**
   * Whose name and password these are; undefined: nobody's who may sign in.
   *
   * @throws ApiError `RESOURCE_EXHAUSTED` after too many failures, or where too many sign in.
   */
  async account(name: string, password: string, client: Client): Promise<Account | undefined> {
    const { accounts, nowMs } = this.#parts;
    // Nobody can have them, and what is remembered of failures has to stay small.
    if (name.length > MAX_USER_NAME || password.length > 2 * MAX_PASSWORD) return undefined;
    const digest = digestOf(`${this.#secret}${name.length}:${name}${password}`);
    const remembered = this.#remembered.get(digest);
    if (remembered !== undefined && remembered.untilMs > nowMs()) {
      const account = await accounts.active(remembered.userId);
      if (account?.user.password === remembered.hash) {
        remembered.untilMs = nowMs() + REMEMBER_MS;
        return account;
      }
    }
    this.#remembered.delete(digest);
    const user = await this.#checkOnce(digest, name, password, client);
    if (user?.password === undefined) return undefined;
    if (this.#remembered.size >= MAX_ENTRIES) this.#remembered.delete(this.#remembered.keys().next().value!);
    this.#remembered.set(digest, { userId: user.id, hash: user.password, untilMs: nowMs() + REMEMBER_MS });
    return accounts.active(user.id);
  }

  /** As {@link account}, for people, whose signing in is noted. */
  async signIn(name: string, password: string, client: Client): Promise<Account | undefined> {
    const account = await this.account(name, password, client);
    if (account === undefined) return undefined;
    await this.#parts.accounts.users.update(account.user.id, { lastSignInMs: this.#parts.nowMs() });
    return account;
  }

  /** Many requests that start with the same pair wait for one computation, which counts as one try. */
  async #checkOnce(digest: string, name: string, password: string, client: Client): Promise<User | undefined> {
    const pair = `${digest} ${client.address}`;
    const running = this.#checking.get(pair) ?? this.#check(name, password, client);
    this.#checking.set(pair, running);
    try {
      return await running;
    } finally {
      this.#checking.delete(pair);
    }
  }

  async #check(name: string, password: string, client: Client): Promise<User | undefined> {
    const { accounts, passwords, failures } = this.#parts;
    const attempt = failures.begin(name, client.address);
    const abandoned = (error: unknown): never => {
      attempt.abandoned();
      throw error;
    };
    const user = await accounts.users.getByName(name).catch(abandoned);
    const isLetIn = user?.isDisabled !== true;
    const isRight = await passwords.verify(password, user?.password, attempt.asker, isLetIn).catch(abandoned);
    // Only now: who is disabled is not told apart from a wrong password, nor by the time it takes.
    if (!isRight || user === undefined || user.isDisabled) {
      attempt.failed();
      return undefined;
    }
    attempt.succeeded();
    return user;
  }
}
