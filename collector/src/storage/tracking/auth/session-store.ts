/** A browser that is signed in. Times are milliseconds since the Unix epoch. */
export interface Session {
  /** SHA-256 of what its cookie says, hex. */
  readonly digest: string;
  /** What it is called where it is shown. */
  readonly id: string;
  readonly userId: string;
  readonly createdMs: number;
  readonly lastSeenMs: number;
  /** When it ends however much it is used. */
  readonly expiresMs: number;
  readonly via: 'password' | 'oidc';
  /** From where it was opened; undefined where that is not known. */
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

export interface SessionStore {
  create(session: Session): Promise<void>;
  get(digest: string): Promise<Session | undefined>;
  /** Of a user, the one that was seen last first. */
  list(userId: string): Promise<readonly Session[]>;
  noteSeen(digest: string, ms: number): Promise<void>;
  /** Tells whether there was one. */
  end(userId: string, id: string): Promise<boolean>;
  /** Ends all sessions of a user. @param exceptId one that stays */
  endAll(userId: string, exceptId?: string): Promise<void>;
  /** Forgets those that expired, or were seen last, before these times. */
  removeOld(expiredMs: number, seenMs: number): Promise<void>;
}
