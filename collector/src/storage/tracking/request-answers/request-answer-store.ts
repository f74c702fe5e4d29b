/** Which request of whom. */
export interface RequestPlace {
  readonly workspaceId: string;
  readonly sender: string;
  /** As the sender has chosen it, another one for each request. */
  readonly key: string;
}

export interface KeptAnswer {
  /** HTTP status. */
  readonly status: number;
  /** JSON, '' where there was none; undefined where it was too large to be kept, or somebody was erased since. */
  readonly body: string | undefined;
  /** Of the body of the request; undefined where it is not known. */
  readonly digest: string | undefined;
}

/** A request of the same key that came before. */
export interface EarlierRequest {
  /** Method and path. */
  readonly request: string;
  readonly ageMs: number;
  /** Undefined while it is worked on. */
  readonly answer: KeptAnswer | undefined;
}

/** A request that is to be worked on. */
export interface BegunRequest {
  readonly attempt: string;
  /** Of the body of an earlier attempt that has written something; undefined where it is not known. */
  readonly digest: string | undefined;
  /** What earlier attempts have written, none where there were none. */
  readonly writes: readonly KeptWrite[];
}

/** A write of an attempt that has ended without an answer. */
export interface KeptWrite {
  /** Among the writes of the request, from 0. */
  readonly place: number;
  /** Tells one piece of work from others. */
  readonly work: string;
  /** What it gave, serialised; undefined where that could not be kept. */
  readonly given: Uint8Array | undefined;
}

/** Answers to requests that may be sent again, for ten minutes. Contract: `request-answer-store.contract.ts`. */
export interface RequestAnswerStore {
  /** Whether other collectors work on the same database. */
  readonly isShared: boolean;
  /**
   * Notes that a request is worked on.
   *
   * @param attempt another one each time
   * @param isLost whether an attempt is known to have ended, or is long enough ago: then it can write nothing any more
   * @returns the request of the same key that came before where it was answered, or is worked on; then nothing is noted
   */
  begin(
    place: RequestPlace,
    request: string,
    attempt: string,
    isLost: (attempt: string, ageMs: number) => boolean,
  ): Promise<BegunRequest | EarlierRequest>;
  /** Does nothing where another attempt has taken its place. */
  answer(place: RequestPlace, attempt: string, answer: KeptAnswer): Promise<void>;
  /** Nothing came of it: it may be sent again. */
  giveUp(place: RequestPlace, attempt: string): Promise<void>;
  /** Removes what is kept no longer. */
  removeOld(): Promise<void>;
}
