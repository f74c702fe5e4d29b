/**
 * OTel context keys that our packages share without importing each other. `Symbol.for` makes the same key from every
 * copy of this module; OTel's own `createContextKey` does the same.
 */
export const CONTEXT_KEY: ContextKeys = {
  step: Symbol.for('tracewright.context.step'),
  modelRun: Symbol.for('tracewright.context.model_run'),
  trackingRun: Symbol.for('tracewright.context.tracking_run'),
  inherited: Symbol.for('tracewright.context.inherited'),
};

export interface ContextKeys {
  /** The nearest step of ours: `{ traceId, spanId }`. */
  readonly step: symbol;
  /** The model run of a framework that a provider's call made here would serve. */
  readonly modelRun: symbol;
  /** Id of the tracking run that traces started here belong to, a string. */
  readonly trackingRun: symbol;
  /** Attributes set on every step started here (session, user, tags), a record. */
  readonly inherited: symbol;
}

/**
 * Set on those listeners of signals that send what is pending and leave it to others whether the process ends: of two
 * of ours, each would otherwise wait for the other to end it.
 */
export const FLUSH_LISTENER: unique symbol = Symbol.for('tracewright.flush_listener');
