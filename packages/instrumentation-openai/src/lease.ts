import type { ModelCall } from './model-call.ts';

/** Ends calls of which no promise, stream or iterator is left. */
const abandoned = new FinalizationRegistry<ModelCall>((call) => call.abandon());

/**
 * What every promise, stream and iterator of a call holds on to, and the call itself does not. Once the last of them
 * is garbage collected nobody can read the answer any more, and the call ends.
 */
export class Lease {
  readonly call: ModelCall;
  /** How many promises of the call are parsing, one inside the other. */
  parsing = 0;

  constructor(call: ModelCall) {
    this.call = call;
    abandoned.register(this, call);
  }
}
