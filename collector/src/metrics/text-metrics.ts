import type { TextLag } from '../storage/spans/sqlite/text/text-filler.ts';
import type { Metric } from './prometheus-text.ts';

/** How far the index of texts is behind what is stored: until it has read a span, a search looks at the span itself. */
export function textMetrics(lag: TextLag | undefined): readonly Metric[] {
  if (lag === undefined) return [];
  return [
    {
      name: 'tracewright_text_index_lag_spans',
      type: 'gauge',
      help: 'Stored spans that the index of texts has not read yet.',
      samples: [{ value: lag.spans }],
    },
    {
      name: 'tracewright_text_index_lag_seconds',
      type: 'gauge',
      help: 'How long the oldest of them has been waiting.',
      samples: [{ value: lag.seconds }],
    },
  ];
}
