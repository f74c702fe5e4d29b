/** Bounds of what one span takes; all that is beyond them is dropped and counted, or cut. */
export interface SpanLimits {
  /** UTF-16 units of a text. */
  readonly valueLength: number;
  readonly attributes: number;
  readonly events: number;
  readonly links: number;
  /** Attributes of one event or one link. */
  readonly listedAttributes: number;
}
