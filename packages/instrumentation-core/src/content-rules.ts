import { report } from './report.ts';

/** Where in a span a value stands, for a redaction callback. */
export interface ContentPlace {
  /** Name of the attribute, such as `gen_ai.input.messages`. */
  readonly attribute: string;
  /** Path of the string inside the attribute's value, such as `0.parts.1.content`; empty for the value itself. */
  readonly path: string;
}

/** A content attribute that is larger than a span may carry. */
export interface WholeContent {
  /** Of the span's trace. */
  readonly traceId: string;
  /** All of it, redacted. */
  readonly json: string;
}

/** Options about content that every instrumentation takes. */
export interface ContentOptions {
  /** False: no prompt, answer, argument or exception text in any span. Default true. */
  readonly captureContent?: boolean;
  /**
   * Called with every string of a content attribute before it is set; what it returns is stored instead. If it
   * throws, or returns no string, the whole value is dropped. It cannot be asynchronous.
   */
  readonly redact?: (value: string, place: ContentPlace) => string;
  /** Longest string kept inside a content attribute, in UTF-16 units; longer ones keep their beginning. Default 16,384. */
  readonly maxContentStringLength?: number;
  /** Most UTF-16 units of all strings of one content attribute. Default 49,152. */
  readonly maxContentLength?: number;
  /**
   * Most bytes of all content of one span, as an exporter writes it in JSON. Default 61,440, which keeps a span under
   * 64 KiB, or twice `maxContentLength` where that is given and is more.
   */
  readonly maxSpanContentBytes?: number;
  /**
   * Called with all of each attribute that was cut. What it returns stands beside the beginning of it, as
   * `tracewright.blob.<attribute>`, to say where the rest is; undefined: nowhere.
   */
  readonly keepWhole?: (content: WholeContent) => string | undefined;
}

/** {@link ContentOptions} with every default filled in. */
export interface ContentRules {
  readonly capture: boolean;
  readonly redact: ((value: string, place: ContentPlace) => string) | undefined;
  readonly maxStringLength: number;
  readonly maxLength: number;
  readonly maxSpanBytes: number;
  readonly keepWhole: ContentOptions['keepWhole'] | undefined;
}

const OFF_VALUES = ['false', 'no_content', 'event_only'];

/** Reads options, then `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` where they are silent. */
export function contentRules(
  options: ContentOptions,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ContentRules {
  const fromEnv = env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT?.trim().toLowerCase();
  return {
    capture: options.captureContent ?? !(fromEnv !== undefined && OFF_VALUES.includes(fromEnv)),
    redact: options.redact && textOnly(options.redact),
    maxStringLength: options.maxContentStringLength ?? 16_384,
    maxLength: options.maxContentLength ?? 49_152,
    maxSpanBytes: options.maxSpanContentBytes ?? Math.max(61_440, 2 * (options.maxContentLength ?? 0)),
    keepWhole: options.keepWhole,
  };
}

type Redact = NonNullable<ContentOptions['redact']>;

/** What gives something else than a text, such as the promise of one, hides every value: that is said once for each. */
const told = new WeakSet<Redact>();

function textOnly(redact: Redact): Redact {
  return (value, place) => {
    const shown: unknown = redact(value, place);
    if (typeof shown === 'string') return shown;
    // Nobody waits for it: where it fails, that is no failure of the app.
    if (shown instanceof Promise) shown.catch(() => {});
    if (!told.has(redact)) {
      const what = shown instanceof Promise ? 'a promise' : `no text but ${typeof shown}`;
      report('warn', `tracewright: redact() returned ${what}; what it was asked for is left out of the spans`);
    }
    told.add(redact);
    throw new TypeError('redact() returned no text');
  };
}
