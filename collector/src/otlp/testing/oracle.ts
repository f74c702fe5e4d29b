import protobuf from 'protobufjs';

/**
 * OTLP's messages, written down from its specification by itself: our own table of tags has no part in it, so that a wrong
 * number there is found.
 *
 * Numbers of 32 bits are read as such of 64, to be cut by whoever compares them: of a longer one protobufjs takes 10 bytes
 * without looking at them. So is `bool`, of which it looks at 32 bits only, where any bit set means true.
 *
 * @param newer fields that every message has besides
 * @see https://github.com/open-telemetry/opentelemetry-proto, version 1.7: `collector/trace/v1`, `trace/v1`, `common/v1`,
 *   `resource/v1`
 */
const schema = (newer: string): string => `syntax = "proto3";

  message ExportTraceServiceRequest {
    repeated ResourceSpans resource_spans = 1;
    ${newer}
  }

  message ResourceSpans {
    Resource resource = 1;
    repeated ScopeSpans scope_spans = 2;
    string schema_url = 3;
    ${newer}
  }

  message Resource {
    repeated KeyValue attributes = 1;
    uint64 dropped_attributes_count = 2;
    ${newer}
  }

  message ScopeSpans {
    InstrumentationScope scope = 1;
    repeated Span spans = 2;
    string schema_url = 3;
    ${newer}
  }

  message InstrumentationScope {
    string name = 1;
    string version = 2;
    repeated KeyValue attributes = 3;
    uint64 dropped_attributes_count = 4;
    ${newer}
  }

  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    string trace_state = 3;
    bytes parent_span_id = 4;
    string name = 5;
    int64 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    uint64 dropped_attributes_count = 10;
    repeated Event events = 11;
    uint64 dropped_events_count = 12;
    repeated Link links = 13;
    uint64 dropped_links_count = 14;
    Status status = 15;
    fixed32 flags = 16;

    message Event {
      fixed64 time_unix_nano = 1;
      string name = 2;
      repeated KeyValue attributes = 3;
      uint64 dropped_attributes_count = 4;
      ${newer}
    }

    message Link {
      bytes trace_id = 1;
      bytes span_id = 2;
      string trace_state = 3;
      repeated KeyValue attributes = 4;
      uint64 dropped_attributes_count = 5;
      fixed32 flags = 6;
      ${newer}
    }
    ${newer}
  }

  message Status {
    string message = 2;
    int64 code = 3;
    ${newer}
  }

  message KeyValue {
    string key = 1;
    AnyValue value = 2;
    ${newer}
  }

  message AnyValue {
    oneof value {
      string string_value = 1;
      int64 bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
      ArrayValue array_value = 5;
      KeyValueList kvlist_value = 6;
      bytes bytes_value = 7;
    }
    ${newer}
  }

  message ArrayValue {
    repeated AnyValue values = 1;
    ${newer}
  }

  message KeyValueList {
    repeated KeyValue values = 1;
    ${newer}
  }
`;

/** Fields that no version of OTLP has: a sender of a later one may bring some like them, which are to be passed over. */
const NEWER = `
    string newer_text = 1001;
    uint64 newer_number = 1002;
    fixed64 newer_time = 1003;
    fixed32 newer_flags = 1004;`;

const today = protobuf.parse(schema('')).root;
const Request = today.lookupType('ExportTraceServiceRequest');
const Span = today.lookupType('Span');
const later = protobuf.parse(schema(NEWER)).root;
const NewerRequest = later.lookupType('ExportTraceServiceRequest');
const NewerSpan = later.lookupType('Span');

/** A message as protobufjs decodes it. */
export type OracleMessage = { readonly [field: string]: unknown };

/** Encodes a request given in protobufjs's terms, newer fields included: the second opinion on our reader. */
export function oracleEncode(request: object): Uint8Array {
  return NewerRequest.encode(NewerRequest.fromObject(request)).finish();
}

/**
 * Decoded twice: of its two readers only the one for plain arrays refuses a text that is longer than what is left, and
 * only the one for buffers turns invalid UTF-8 into U+FFFD.
 *
 * @throws if protobufjs cannot read it.
 */
export function oracleDecode(bytes: Uint8Array): OracleMessage {
  Request.decode(new Uint8Array(bytes));
  return Request.decode(Buffer.from(bytes)) as unknown as OracleMessage;
}

const PLAIN = { longs: String, bytes: String, defaults: true } as const;

/** Every field of the spans of a request, in their order; with `isNewer` newer ones, too. */
export function oracleSpans(bytes: Uint8Array, isNewer: boolean): object[] {
  const type = isNewer ? NewerRequest : Request;
  const { resourceSpans } = type.toObject(type.decode(bytes), PLAIN) as {
    readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly object[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

/** The same of a span's own bytes. */
export function oracleSpan(payload: Uint8Array, isNewer: boolean): object {
  const type = isNewer ? NewerSpan : Span;
  return type.toObject(type.decode(payload), PLAIN);
}
