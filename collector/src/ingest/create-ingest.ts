import type { PriceOverride } from '@tracewright/pricing';
import { ApiError } from '../errors.ts';
import type { RulesInForce } from '../redact/rules-in-force.ts';
import { SharedBodyBuffers } from './body-buffers.ts';
import { ByteBudget, type ByteHold } from './byte-budget.ts';
import type { Ingest, IngestRequest, IngestResult, ResolveExperiment } from './ingest.ts';
import { WriterThread } from './writer-thread.ts';

export interface IngestOptions {
  /** Path of the span store; it is made if there is none. */
  readonly file: string;
  /** Of the server that spans go to in place of the file; undefined: the file it is. */
  readonly spansUrl?: string | undefined;
  readonly prices?: readonly PriceOverride[];
  /** Called on this thread, once for each name in a commit. */
  readonly resolveExperiment: ResolveExperiment;
  /** What is hidden before it is stored; default: nothing. */
  readonly redaction?: RulesInForce;
  /** Default 64 MiB. */
  readonly maxBytesInFlight?: number;
  /** Told of failures whose reason the sender is not told, and of each crash of the writer. */
  readonly report?: (error: Error) => void;
  /** Called once if the writer keeps crashing and is not started again: nothing can be stored from then on. */
  readonly onFatal?: (error: Error) => void;
  /** Module of the writer thread, for tests. */
  readonly writerEntry?: URL;
}

/** An ingest whose thread also hides parts of what does not go through it. */
export interface RedactingIngest extends Ingest {
  /** @throws ApiError `TEMPORARILY_UNAVAILABLE` where the thread ends meanwhile. */
  redactContent(workspaceId: string, content: Uint8Array): Promise<Uint8Array>;
}

/** Crashes without anything stored in between, after which starting the writer once more is no use. */
const MAX_CRASHES_IN_A_ROW = 3;

/** The suffix of this very file tells whether we run from source or from the build. */
const WRITER_ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './writer-worker.ts' : './writer-worker.js',
  import.meta.url,
);

/**
 * Starts the writer thread, which reads, normalises and stores what is submitted. If it crashes it is started again;
 * requests it had not answered are rejected, and their senders send them again. From then on, until something is
 * stored, the writer gets one request at a time: so the one that it dies of is known, and its sender is told to stop.
 *
 * @throws StoreError if the store cannot be opened.
 */
export async function createIngest(options: IngestOptions): Promise<RedactingIngest> {
  const { resolveExperiment, report = () => {}, onFatal = () => {} } = options;
  const budget = new ByteBudget(options.maxBytesInFlight);
  const bodies = new SharedBodyBuffers();
  let crashesInARow = 0;
  let isOpen = false;
  let isClosed = false;

  const start = (): WriterThread =>
    new WriterThread({
      entry: options.writerEntry ?? WRITER_ENTRY,
      settings: {
        ...{ file: options.file, spansUrl: options.spansUrl, prices: options.prices ?? [] },
        redaction: options.redaction?.rules ?? [],
      },
      resolveExperiment,
      report,
      onCrash: (error) => {
        if (!isOpen) return;
        report(error);
        if (++crashesInARow >= MAX_CRASHES_IN_A_ROW) return onFatal(error);
        writer = start();
        // If this one does not get ready either, it ends, and `onCrash` comes round again.
        writer.ready.catch(() => {});
      },
    });
  let writer = start();
  options.redaction?.subscribe((rules) => writer.useRules(rules));
  let turn: Promise<unknown> = Promise.resolve();
  const submitAlone = (request: IngestRequest): Promise<IngestResult> => {
    const answer = turn.then(() => writer.submit(request));
    turn = answer.catch(() => {});
    return answer;
  };
  await writer.ready;
  isOpen = true;

  return {
    budget,
    bodies,
    async submit(request: IngestRequest, given?: ByteHold): Promise<IngestResult> {
      if (isClosed) throw new ApiError('TEMPORARILY_UNAVAILABLE', 'the collector is closing');
      const hold = given ?? budget.hold(request.body.byteLength);
      try {
        const result = await (crashesInARow > 0 ? submitAlone(request) : writer.submit(request));
        crashesInARow = 0;
        return result;
      } finally {
        hold.release();
        bodies.give(request.body);
      }
    },
    redactContent: (workspaceId, content) => writer.redact(workspaceId, content),
    async close(): Promise<void> {
      isClosed = true;
      await writer.close();
    },
  };
}
