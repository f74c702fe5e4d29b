export interface RequestAnswerTables {
  readonly request_answers: RequestAnswerRow;
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
  /** Of the body of the request; null while it is not answered, or where it is not known. */
  readonly digest: string | null;
  /** By the clock of the database. */
  readonly asked_ms: number;
}
