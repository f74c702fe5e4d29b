/**
 * Where the spans of an exported line belong, as far as they do not say it themselves: what headers said as they came.
 * It stands beside `resourceSpans` as `tracewright`, where whoever else reads OTLP passes over it.
 */
export interface TraceRoute {
  /** Name of the experiment; undefined: Default, or what the resource says. */
  readonly experiment?: string;
  /** Tracking runs of spans; each span is of one at most. */
  readonly runs?: readonly RoutedRun[];
}

export interface RoutedRun {
  readonly id: string;
  /** In hexadecimal; undefined: all spans of the line. */
  readonly spanIds?: readonly string[];
}
