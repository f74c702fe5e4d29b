/** Where in a span a value stands, for a redaction callback. */
export interface ContentPlace {
  /** Name of the attribute, such as `gen_ai.input.messages`. */
  readonly attribute: string;
  /** Path of the string inside the attribute's value, such as `0.parts.1.content`; empty for the value itself. */
  readonly path: string;
}

/** Options about content that every instrumentation takes. */
export interface ContentOptions {
  /** False: no prompt, answer, argument or exception text in any span. Default true. */
  readonly captureContent?: boolean;
  /**
   * Called with every string of a content attribute before it is set; what it returns is stored instead. If it
   * throws, the whole value is dropped.
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
}

/** {@link ContentOptions} with every default filled in. */
export interface ContentRules {
  readonly capture: boolean;
  readonly redact: ((value: string, place: ContentPlace) => string) | undefined;
  readonly maxStringLength: number;
  readonly maxLength: number;
  readonly maxSpanBytes: number;
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
    redact: options.redact,
    maxStringLength: options.maxContentStringLength ?? 16_384,
    maxLength: options.maxContentLength ?? 49_152,
    maxSpanBytes: options.maxSpanContentBytes ?? Math.max(61_440, 2 * (options.maxContentLength ?? 0)),
  };
}
