/** What happened to a version of a registered model or of a prompt. */
export type ModelChange =
  | { readonly kind: 'created' }
  | { readonly kind: 'deleted' }
  /** Stages as MLflow names them: None, Staging, Production, Archived. */
  | { readonly kind: 'stage'; readonly from: string; readonly to: string }
  /** The versions that an alias stood for before and stands for since; null for none. */
  | { readonly kind: 'alias'; readonly alias: string; readonly from: number | null; readonly to: number | null };

/** An item of `GET /api/v1/registered-models/:name/history?version=…`, newest first; of prompts likewise. */
export interface ModelHistoryItem {
  /** Counted from 1 within the model. */
  readonly number: number;
  readonly version: number;
  readonly change: ModelChange;
  /** The user name that came with the request; `key` or `anonymous` where none did. */
  readonly by: string;
  /** Decimal string of nanoseconds since the Unix epoch. */
  readonly atNs: string;
}
