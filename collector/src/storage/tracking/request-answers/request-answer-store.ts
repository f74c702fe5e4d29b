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
  /** Undefined while it is worked on, and ever after if whoever did so has ended. */
  readonly answer: KeptAnswer | undefined;
}

/** Answers to requests that may be sent again, for ten minutes. Contract: `request-answer-store.contract.ts`. */
export interface RequestAnswerStore {
  /** Notes that a request is worked on. @returns the one of the same key that came before; then nothing is noted */
  begin(place: RequestPlace, request: string): Promise<EarlierRequest | undefined>;
  answer(place: RequestPlace, answer: KeptAnswer): Promise<void>;
  /** Nothing came of it: it may be sent again. */
  giveUp(place: RequestPlace): Promise<void>;
}
