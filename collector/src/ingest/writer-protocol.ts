import type { PriceOverride } from '@tracewright/pricing';
import type { ThreadError } from '../storage/thread-error.ts';
import type { WorkspaceRules } from '../storage/tracking/privacy/redaction-rule-store.ts';
import type { IngestRequest, IngestResult } from './ingest.ts';

/** What the writer thread is started with. */
export interface WriterSettings {
  /** Path of the span store. */
  readonly file: string;
  /** Of the server that spans go to in place of the file; undefined: the file it is. */
  readonly spansUrl?: string | undefined;
  readonly prices: readonly PriceOverride[];
  /** What is hidden before it is stored. */
  readonly redaction: readonly WorkspaceRules[];
}

/** From the main thread to the writer. Ids are chosen by whoever asks and come back with the answer. */
export type ToWriter =
  | { readonly type: 'submit'; readonly id: number; readonly request: IngestRequest }
  | { readonly type: 'experiment'; readonly id: number; readonly experimentId: string }
  | { readonly type: 'noExperiment'; readonly id: number; readonly error: ThreadError }
  | { readonly type: 'redaction'; readonly rules: readonly WorkspaceRules[] }
  | { readonly type: 'redact'; readonly id: number; readonly workspaceId: string; readonly content: Uint8Array }
  | { readonly type: 'close' };

/** From the writer to the main thread. */
export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'notReady'; readonly error: ThreadError }
  | { readonly type: 'stored'; readonly id: number; readonly result: IngestResult }
  | { readonly type: 'failed'; readonly id: number; readonly error: ThreadError }
  | { readonly type: 'redacted'; readonly id: number; readonly content: Uint8Array }
  | { readonly type: 'notRedacted'; readonly id: number; readonly error: ThreadError }
  | { readonly type: 'resolveExperiment'; readonly id: number; readonly name: string; readonly workspaceId: string }
  | { readonly type: 'report'; readonly error: ThreadError }
  | { readonly type: 'closed' };
