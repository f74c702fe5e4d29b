import type { StoredSpan } from '../span-store.ts';
import { isTruncated } from './filter/is-truncated.ts';
import { SPAN_KEY, type SpanRow, versionOf } from './span-rows.ts';
import { type StoredColumn, TYPE } from './stored-column.ts';

/** A row of `payloads`: a span as it was sent. Written once, whatever becomes of its trace. */
export interface PayloadRow
  extends Pick<SpanRow, 'workspaceId' | 'columns' | 'arrivedUs'>,
    Pick<StoredSpan, 'resource' | 'scope'> {
  readonly payload: Uint8Array;
}

/** The columns of `payloads`, in the order in which rows are written. */
export const PAYLOAD_ROW: readonly StoredColumn<PayloadRow>[] = [
  ...SPAN_KEY,
  { name: 'version', type: TYPE.moment, write: (to, row) => to.uint64(versionOf({ ...row, completeness: 0 })) },
  {
    name: 'is_truncated',
    type: TYPE.flag,
    write: (to, row) => to.flag(!row.columns.isPending && isTruncated(row.payload)),
  },
  { name: 'payload', type: TYPE.payload, write: (to, row) => to.bytes(row.payload) },
  // Spans of a process share theirs.
  { name: 'resource', type: TYPE.word, word: (row) => row.resource },
  { name: 'scope', type: TYPE.word, word: (row) => row.scope },
];

/** What a {@link StoredSpan} needs beside its columns, in the order in which it is read. */
export const PAYLOAD_SELECT = 'payload, resource, scope';
