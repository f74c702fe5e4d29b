import type { Dialect } from '@tracewright/autolog';
import type { SeenSpan, ShownStep } from './seen-span.ts';
import type { ShopStep } from './shop/steps.ts';

/** One way to send OTLP over HTTP. */
export interface Encoding {
  readonly protocol: 'http/json' | 'http/protobuf';
  readonly compression: 'none' | 'gzip';
}

/** All ways that `autolog()` has. */
export const ENCODINGS: readonly [Encoding, ...Encoding[]] = [
  { protocol: 'http/json', compression: 'none' },
  { protocol: 'http/json', compression: 'gzip' },
  { protocol: 'http/protobuf', compression: 'none' },
  { protocol: 'http/protobuf', compression: 'gzip' },
];

/** A server that takes OTLP, somebody else's or ours. */
export interface Backend {
  /** With the version that is installed. */
  readonly name: string;
  /** Those it takes; it refuses the others, which is tested as well. */
  readonly encodings: readonly [Encoding, ...Encoding[]];
  /**
   * Makes it available on this machine if it is not; that may take many minutes the first time.
   *
   * @throws Unavailable saying why it cannot be had here.
   */
  install(): Promise<Installed>;
  /** What it shows of a step: the kind in its own words, and only what it has a place for. */
  shows(step: ShopStep): ShownStep;
  /** The words of its own that `autolog()` has, and what it shows where they are sent along. */
  readonly ownDialect?: { readonly name: Dialect; shows(step: ShopStep): ShownStep };
}

export interface Installed {
  /** On free ports and with an empty store. */
  start(): Promise<RunningBackend>;
}

/** Where an app sends its spans. */
export interface Receiver {
  /** Base address: `/v1/traces` is appended. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RunningBackend extends Receiver {
  /** The spans of a trace that are there by now. */
  readTrace(traceId: string): Promise<readonly SeenSpan[]>;
  /** Ends what was started, and removes its data. */
  stop(): Promise<void>;
}
