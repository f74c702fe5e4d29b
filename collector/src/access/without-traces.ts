import type { IngestRequest } from '../ingest/ingest.ts';
import { encodeJsonLogRequest } from '../otlp/encode-json-log-request.ts';
import { encodeJsonTraceRequest } from '../otlp/encode-json-trace-request.ts';
import { LOG_RECORD, REQUEST, RESOURCE_SPANS, SCOPE_SPANS, SPAN } from '../otlp/otlp-tags.ts';
import { WireReader } from '../otlp/wire-reader.ts';
import { WireEdits } from '../redact/wire-edits.ts';
import { inMessage } from '../redact/wire-walk.ts';

/** Requests of traces and of logs have the same fields down to what they are about. */
const DOWN: readonly number[] = [REQUEST.resourceSpans, RESOURCE_SPANS.scopeSpans, SCOPE_SPANS.spans];
const NOTHING = new Uint8Array();
const ID_DIGITS = 32;

/** The spans, or the log records, of a request by the traces that they say they are of. */
export class RecordsByTrace {
  readonly #body: Uint8Array;
  readonly #traceId: number;

  /** @throws ApiError `MALFORMED_REQUEST` if it cannot be read, as the ingest does. */
  constructor({ signal, encoding, body }: Pick<IngestRequest, 'encoding' | 'body'> & { signal: 'traces' | 'logs' }) {
    const toProtobuf = signal === 'traces' ? encodeJsonTraceRequest : encodeJsonLogRequest;
    this.#body = encoding === 'json' ? toProtobuf(body) : body;
    this.#traceId = signal === 'traces' ? SPAN.traceId : LOG_RECORD.traceId;
  }

  /** Of all of them that say one, once each. */
  traceIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    this.#walk((id) => {
      // What is no id is refused by whoever stores it.
      if (id.length === ID_DIGITS) ids.add(id);
      return false;
    });
    return ids;
  }

  /** The same request in protobuf, in memory of its own, and how many are no longer in it. */
  without(traceIds: ReadonlySet<string>): { readonly body: Uint8Array; readonly count: number } {
    let count = 0;
    const body = this.#walk((id) => {
      if (!traceIds.has(id)) return false;
      count++;
      return true;
    });
    return { body, count };
  }

  #walk(isToGo: (traceId: string) => boolean): Uint8Array {
    const reader = new WireReader(this.#body);
    const edits = new WireEdits(reader.bytes);
    const walk = { reader, edits };
    const below = (depth: number): void => {
      while (reader.hasMore()) {
        const at = reader.offset;
        const tag = reader.tag();
        if (tag !== DOWN[depth]) reader.skipUnknown(tag, 0);
        else if (depth < DOWN.length - 1) inMessage(walk, () => below(depth + 1));
        else if (isToGo(this.#idOfNext(reader))) edits.splice(at, reader.offset, NOTHING);
      }
    };
    below(0);
    return edits.apply();
  }

  /** Of fields that come several times the last one holds. */
  #idOfNext(reader: WireReader): string {
    let id = '';
    const outer = reader.enter();
    while (reader.hasMore()) {
      const tag = reader.tag();
      if (tag === this.#traceId) id = reader.hex();
      else reader.skipUnknown(tag, 0);
    }
    reader.leave(outer);
    return id;
  }
}
