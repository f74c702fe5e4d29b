import type { Snippet } from '../ui/snippet-card.tsx';

/** How an app says what of its texts may leave it. */
export const CAPTURE_SNIPPETS: readonly Snippet[] = [
  {
    title: 'Capture nothing',
    code: `autolog({ captureContent: false });

// or, for any OpenTelemetry sender:
// OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=false

// No prompt, answer, tool argument or template variable is in any span.
// Tokens, cost, latency and the shape of the chain still are.`,
  },
  {
    title: 'Redact',
    code: `autolog({
  redact: (text) => text.replace(/[\\w.+-]+@[\\w-]+\\.[\\w.]+/g, '[mail]'),
});

// Runs over every text before it is set on a span.`,
  },
  {
    title: 'Cut long texts',
    code: `autolog({
  maxContentStringLength: 10_000, // each text, characters
  maxContentLength: 100_000,      // each attribute, characters
  maxSpanContentBytes: 500_000,   // all content of a span
});

// What was cut is named on the span.`,
  },
];
