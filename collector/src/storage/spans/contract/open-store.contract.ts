import type { SpanStore } from '../span-store.ts';

/** A fresh store of the adapter under test. */
export interface OpenedStore {
  readonly store: SpanStore;
  /** Opens what `store` kept, once that is closed; absent where nothing outlives its object. */
  readonly reopen?: () => Promise<SpanStore>;
  /** Looks at the spans that are looked at behind the write path; absent where there is nothing like that. */
  readonly read?: () => Promise<void>;
  /** A second connection beside `store`, for reading; absent where there is only one. */
  readonly reader?: () => Promise<SpanStore>;
}

export type OpenStore = () => Promise<OpenedStore>;
