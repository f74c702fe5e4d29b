import type { TracerProvider } from '@opentelemetry/api';
import type { FeedbackRequest } from '../feedback/feedback-outbox.ts';

/** Where spans go, by way of our own provider or of the app's. */
export interface Pipeline {
  readonly tracerProvider: TracerProvider;
  /** Resolves once those who listen to spans in this process hear of each at its very end. */
  ready(): Promise<void>;
  /** @param timeoutMs after which nobody waits any more, and the process may end */
  flush(timeoutMs?: number): Promise<void>;
  shutdown(): Promise<void>;
  /**
   * Delivers what is left, blocking. Never throws.
   *
   * @param isFinal false: the app may go on after this.
   * @param feedback to be sent once the spans are there
   */
  onProcessEnd(isFinal: boolean, feedback: readonly FeedbackRequest[]): void;
}
