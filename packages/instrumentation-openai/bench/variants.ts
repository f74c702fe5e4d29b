import type { OpenAI } from 'openai';
import { startBareSpans, withBareSpans } from './bare-span.ts';

/** One way to trace an app, or none. */
export interface Variant {
  readonly name: string;
  /** Sets tracing up before the SDK is loaded. @returns sends everything that is pending */
  start(endpoint: string): Promise<() => Promise<void>>;
  /** What the app calls instead of its client, where that has to be wrapped by hand. */
  wrap?(client: OpenAI): OpenAI;
}

/** The app with us; the same for every SDK that we patch. */
export const OURS: readonly Pick<Variant, 'name' | 'start'>[] = [
  {
    name: 'tracewright',
    start: async (endpoint) => {
      const { autolog } = await import('@tracewright/autolog');
      const tracing = autolog({ endpoint });
      return () => tracing.flush();
    },
  },
  {
    name: 'tracewright, no content',
    start: async (endpoint) => {
      const { autolog } = await import('@tracewright/autolog');
      const tracing = autolog({ endpoint, captureContent: false });
      return () => tracing.flush();
    },
  },
];

/** The app as it is, the app with us, and the app with the least that tracing can be. */
export const VARIANTS: readonly Variant[] = [
  { name: 'unpatched', start: async () => async () => {} },
  ...OURS,
  { name: 'a bare span of the OTel SDK', start: startBareSpans, wrap: withBareSpans },
];
