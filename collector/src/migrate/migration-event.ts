import type { SpanSums } from './compare-spans.ts';
import type { FileSync } from './sync-files.ts';
import type { TableSync } from './sync-table.ts';
import type { DaySync } from './sync-traces.ts';

/** What a migration tells on its way. */
export type MigrationEvent =
  /** How much there is in all workspaces, and how much of it the target has from an earlier time. */
  | { readonly kind: 'begin'; readonly traces: number; readonly spans: number; readonly tracesThere: number }
  | { readonly kind: 'traces'; readonly workspaceId: string; readonly traces: number; readonly spans: number }
  | { readonly kind: 'events'; readonly workspaceId: string; readonly events: number }
  /** Of the target: they were not at the source any more. */
  | { readonly kind: 'events gone'; readonly workspaceId: string; readonly events: number }
  | { readonly kind: 'day'; readonly workspaceId: string; readonly day: DaySync }
  /** In the last look alone: what the spans themselves add up to, which is the same on both sides. */
  | { readonly kind: 'spans'; readonly sums: SpanSums }
  | { readonly kind: 'table'; readonly table: TableSync }
  /** One file is at the target. */
  | { readonly kind: 'file'; readonly workspaceId: string; readonly bytes: number }
  | { readonly kind: 'files'; readonly files: FileSync };
