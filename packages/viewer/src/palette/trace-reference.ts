/** A trace, or a span of it, that a text names. */
export interface TraceReference {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string | undefined;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const IN_ADDRESS = /\/traces\/([0-9a-f]{32})(?:\?(?:.*&)?span=([0-9a-f]{16}))?/;
const ID = /^(?:tr-)?([0-9a-f]{32})$/;

/** Reads a trace id, with MLflow's `tr-` or as a UUID too, a `traceparent` header or the address of a trace's page. */
export function traceReference(text: string): TraceReference | undefined {
  const plain = text.trim().toLowerCase();
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(plain);
  const [, traceId, spanId] =
    TRACEPARENT.exec(plain) ?? IN_ADDRESS.exec(plain) ?? ID.exec(isUuid ? plain.replaceAll('-', '') : plain) ?? [];
  return traceId === undefined ? undefined : { traceId, spanId };
}
