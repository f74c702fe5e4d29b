/** A span that has ended, as those hear of it who listen within the process. */
export interface HeardSpan {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly hasFailed: boolean;
  /** Undefined where it is not set. The cost is there, where there is one. */
  attribute(name: string): unknown;
}

/** Wants to hear of spans. Must not throw; what it is told is told while the app waits. */
export type SpanListener = (span: HeardSpan) => void;

/** Records the spans of this process and tells of them. */
export interface SpanRecorder {
  /** Resolves once listeners hear of every span at its very end: before, they do so a little later, in the same order. */
  ready(): Promise<void>;
  /** Resolves when every ended span has been sent, or cannot be. */
  flush(): Promise<void>;
  /** A value as it may stand in a span: JSON, redacted and cut; undefined where no content is shown. */
  content(attribute: string, value: unknown): string | undefined;
}

/** Where those who listen to spans and those who record them meet, without importing each other. */
export interface SpanHearing {
  readonly listeners: Set<SpanListener>;
  readonly recorders: Set<SpanRecorder>;
}

const HEARING: unique symbol = Symbol.for('tracewright.span_hearing') as never;

/** The one of this process, whichever copy of this module asks. */
export function spanHearing(): SpanHearing {
  const place = globalThis as { [HEARING]?: SpanHearing };
  place[HEARING] ??= { listeners: new Set(), recorders: new Set() };
  return place[HEARING];
}
