/** `GET /api/v1/settings`: how this collector is set up. Keys and paths are not in it. */
export interface CollectorSettings {
  readonly version: string;
  /** Whether requests have to carry a key. */
  readonly isKeyRequired: boolean;
  readonly retention: {
    /** Traces go this long after they ended, milliseconds; null: never. */
    readonly maxAgeMs: number | null;
    /** Beyond this size of the store the oldest traces go; null: no limit. */
    readonly maxBytes: number | null;
  };
  /** Largest body of one OTLP request after inflation. */
  readonly maxBodyBytes: number;
  /** What the workspace has, and the bytes of all there is on disk, as of a few seconds ago: 0 to who may not see all. */
  readonly storage: { readonly traceCount: number; readonly spanCount: number; readonly bytes: number };
}

/** `GET /api/v1/prices`: what model calls are priced with now. */
export interface PricesAnswer {
  /** The models called most, first those that are called most. */
  readonly inUse: readonly ModelPrice[];
  /** Prices that go before the list's, the first that matches wins. */
  readonly overrides: readonly PriceRule[];
}

/** What a model costs, USD per million tokens; null where no price is known. */
export interface ModelPrice {
  readonly provider: string | null;
  readonly model: string;
  readonly calls: number;
  readonly inputUsd: number | null;
  readonly cachedInputUsd: number | null;
  readonly outputUsd: number | null;
  /** `override`, `local`, or `pricelist@` and the list's version. */
  readonly source: string;
}

/** A price of the operator's own. */
export interface PriceRule {
  /** A name, or a pattern in which `*` stands for any text. */
  readonly model: string;
  /** Null: any. */
  readonly provider: string | null;
  /** First moment at which it holds, and first at which it no longer does: ISO dates or times. */
  readonly from: string | null;
  readonly until: string | null;
  /** By what is counted, such as `input` or `cacheRead`. */
  readonly usdPerMillionTokens: Readonly<Record<string, number>>;
  /** For each call. */
  readonly requestUsd: number | null;
}
