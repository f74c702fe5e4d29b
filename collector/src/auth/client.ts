/** Where a request came from, as far as it can be believed. */
export interface Client {
  /** Undefined where no socket is known, as in tests. */
  readonly address: string | undefined;
  /** Whether it came by HTTPS up to us or to a proxy that we trust. */
  readonly isSecure: boolean;
}
