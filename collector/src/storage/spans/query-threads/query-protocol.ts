import type { ThreadError } from '../../thread-error.ts';
import type { SpanStore } from '../span-store.ts';

/** What the query thread answers. Appending is the writer's alone. */
export const QUERY_METHODS = [
  'listTraces',
  'getTrace',
  'getSpans',
  'getSkeleton',
  'getSpan',
  'getSpansById',
  'getSentSpans',
  'getStoredSpans',
  'getStoredTraces',
  'changes',
  'runTraces',
  'lateEvents',
  'lastChange',
  'stats',
  'quality',
  'deleteTraces',
  'sizeBytes',
  'oldestTraces',
  'deleteLostEvents',
  'aggregate',
  'facets',
  'histogram',
  'sessions',
  'listSpans',
] as const;

export type QueryMethod = (typeof QUERY_METHODS)[number];

/** What the query thread is started with. */
export interface QuerySettings {
  /** Path of the span store. */
  readonly file: string;
  /** Of the server that is asked in place of the file; undefined: the file it is. */
  readonly spansUrl?: string | undefined;
  /** How long a question waits, from when it was asked, while another process has the file. Default 10 s. */
  readonly busyTimeoutMs?: number | undefined;
  /** One thread answers all: nobody waits for a short answer behind a long one, and each thread takes some 40 MiB. */
  readonly isOneThread?: boolean | undefined;
}

/** A call of one method; ids are chosen by whoever asks and come back with the answer. */
export type QueryCall = {
  [M in QueryMethod]: {
    readonly type: 'call';
    readonly id: number;
    /** When it was asked, since the Unix epoch. */
    readonly askedMs: number;
    /** Whether it may be given up before it is answered. */
    readonly mayBeCancelled: boolean;
    readonly method: M;
    readonly parameters: Parameters<SpanStore[M]>;
  };
}[QueryMethod];

/** A call as it is written; the thread's answer comes in the same type. */
export type UnnumberedCall = QueryCall extends infer C
  ? C extends QueryCall
    ? Omit<C, 'type' | 'id' | 'askedMs' | 'mayBeCancelled'>
    : never
  : never;

export type ToQueryThread =
  | QueryCall
  | { readonly type: 'close' }
  /** Nobody waits for the answer to this call any more: none need come. */
  | { readonly type: 'cancel'; readonly id: number };

export type FromQueryThread =
  | { readonly type: 'ready' }
  | { readonly type: 'notReady'; readonly error: ThreadError }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly error: ThreadError };
