export interface RequestAnswerTables {
  readonly request_answers: RequestAnswerRow;
  readonly request_writes: RequestWriteRow;
}

export interface RequestAnswerRow {
  readonly workspace_id: string;
  readonly sender: string;
  /** As the sender has chosen it. */
  readonly key: string;
  /** Method and path. */
  readonly request: string;
  /** HTTP status; null while it is not answered. */
  readonly status: number | null;
  /** JSON; null where it is not answered, or its answer is not kept. */
  readonly body: string | null;
  /** Of the body of the request; null while nothing is written, or where it is not known. */
  readonly digest: string | null;
  /** By the clock of the database, when it was worked on last. */
  readonly asked_ms: number;
  /** Who works on it; null in rows of earlier versions. */
  readonly attempt: string | null;
}

/** What a write of a request gave that is not answered yet. */
export interface RequestWriteRow {
  readonly workspace_id: string;
  readonly sender: string;
  readonly key: string;
  /** Among the writes of the request, from 0. */
  readonly place: number;
  /** Which work it was. */
  readonly work: string;
  /** In Base64; null where it cannot be kept. */
  readonly given: string | null;
  /** By the clock of the database. */
  readonly written_ms: number;
}
