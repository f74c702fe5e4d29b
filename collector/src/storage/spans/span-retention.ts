import type { Nanos } from '@tracewright/schema';

/** What a store of spans tells about its age and size, so that what is too old or too much can be taken out. */
export interface ExpiringSpans {
  /**
   * Bytes that the spans of all workspaces take where they are kept, without room that is free to be used again. Falls
   * as traces are taken out.
   */
  sizeBytes(): Promise<number>;
  /** Ids of traces, the earliest start first. */
  oldestTraces(query: OldestQuery): Promise<readonly string[]>;
  /**
   * Deletes late events that were received before some time, of traces of which no span has come; some thousands at
   * most. @returns how many
   */
  deleteLostEvents(workspaceId: string, receivedBefore: Nanos): Promise<number>;
}

export interface OldestQuery {
  readonly workspaceId: string;
  /** Only traces whose last span ended before. */
  readonly endedBefore?: Nanos;
  readonly limit: number;
}
