import type { Evaluation } from '../normalise/evaluation.ts';
import type { TraceTag } from '../normalise/trace-tags.ts';
import type { OtlpEncoding, OtlpSignal } from '../otlp/encoding.ts';
import type { BodyBuffers } from './body-buffers.ts';
import type { ByteBudget, ByteHold } from './byte-budget.ts';

/** One OTLP request, as it came off the socket and after its body was inflated. */
export interface IngestRequest {
  readonly signal: OtlpSignal;
  readonly workspaceId: string;
  /** From the request's headers; '' where it names none: then each resource's `tracewright.experiment`, then Default. */
  readonly experimentId: string;
  /** From `x-mlflow-run-id`; '' where the request names no run. Spans' own `tracewright.run_id` wins. */
  readonly runId: string;
  readonly encoding: OtlpEncoding;
  /** Ownership passes to the ingest, which may hand it to another thread and put other bodies there afterwards. */
  readonly body: Uint8Array;
}

/**
 * What became of the spans of a request. All that were not rejected are durable, and so are log records that are GenAI
 * events of a span; other log records and metrics are only counted.
 */
export interface IngestResult {
  readonly accepted: number;
  readonly rejected: number;
  /** Why spans were rejected, '' if none was. */
  readonly message: string;
  /** Results of evaluations that were among the spans and log records, where there were any. */
  readonly evaluations?: readonly Evaluation[];
  /** Tags that spans put on their traces, where there were any. */
  readonly traceTags?: readonly TraceTag[];
}

/** From bytes to stored spans. */
export interface Ingest {
  /** Shared by everything that holds parts of requests, bodies still being read included. */
  readonly budget: ByteBudget;
  /** Where bodies are best read into. */
  readonly bodies: BodyBuffers;
  /**
   * Resolves after the durable commit.
   *
   * @param hold Whoever has read the body holds it, and releases it in the end; without one that is done here.
   * @throws ApiError `MALFORMED_REQUEST` if the body cannot be read, `PAYLOAD_TOO_LARGE` if it holds too much (nothing of
   * either is stored), `RESOURCE_EXHAUSTED` if too many bytes are in flight, `TEMPORARILY_UNAVAILABLE` if the store
   * cannot take it now, and `INTERNAL_ERROR` if working on it is what stopped the writer.
   */
  submit(request: IngestRequest, hold?: ByteHold): Promise<IngestResult>;
  /** Commits what is in flight, then stops. */
  close(): Promise<void>;
}

/** Finds the experiment of this name, making it if there is none. @returns its id. */
export type ResolveExperiment = (name: string, workspaceId: string) => Promise<string>;
