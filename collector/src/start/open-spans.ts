import type { PriceOverride } from '@tracewright/pricing';
import type { Closers } from '../closers.ts';
import { createIngest, type RedactingIngest } from '../ingest/create-ingest.ts';
import type { ResolveExperiment } from '../ingest/ingest.ts';
import type { RulesInForce } from '../redact/rules-in-force.ts';
import { openSpanQueries } from '../storage/spans/query-threads/span-queries.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { TextLag } from '../storage/spans/sqlite/text/text-filler.ts';
import { startTextThread } from '../storage/spans/sqlite/text/text-thread.ts';

export interface SpanPlace {
  /** Of the SQLite store. */
  readonly file: string;
  /** Of the server where they are kept instead; undefined: in the file. */
  readonly spansUrl: string | undefined;
  readonly prices: readonly PriceOverride[];
  readonly resolveExperiment: ResolveExperiment;
  /** What is hidden before it is stored. */
  readonly redaction: RulesInForce;
  readonly log: (text: string) => void;
  /** Told if nothing can be stored any more. */
  readonly onFatal: (error: Error) => void;
}

/** Where spans go in and where they are asked for. */
export interface OpenedSpans {
  readonly spans: SpanStore;
  readonly ingest: RedactingIngest;
  readonly textLag: () => TextLag | undefined;
}

/**
 * Takes the one place for writing, and lets the threads that answer questions load meanwhile.
 *
 * @returns the rest, to be called once what `resolveExperiment` asks is open: what is committed last may still name a
 *   new experiment, so that spans close before it.
 * @throws StoreError where another process writes there, or the file cannot be used.
 */
export async function openSpans(place: SpanPlace, opened: Closers): Promise<() => Promise<OpenedSpans>> {
  const { file, spansUrl, prices, resolveExperiment, redaction, log, onFatal } = place;
  const ingest = await createIngest({
    file,
    spansUrl,
    prices,
    resolveExperiment,
    redaction,
    report: (error) => log(`The writer: ${error.stack}`),
    onFatal,
  });
  opened.add(() => ingest.close());
  const opening = openSpanQueries({ file, spansUrl });
  opening.catch(() => {});
  opened.add(async () => (await opening.catch(() => undefined))?.close());
  return async () => {
    opened.add(() => ingest.close());
    const spans = await opening;
    opened.add(() => spans.close());
    // A server reads texts as they are stored.
    if (spansUrl !== undefined) return { spans, ingest, textLag: () => undefined };
    const texts = startTextThread({ file }, (error) => log(`The index of texts: ${error.stack}`));
    opened.add(() => texts.close());
    return { spans, ingest, textLag: texts.lag };
  };
}
