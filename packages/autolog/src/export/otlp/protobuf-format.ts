import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { ByteSlabs } from './byte-slabs.ts';
import { type EncodedSpan, MAX_SPAN_BYTES, type OtlpFormat } from './otlp-format.ts';
import { writeProtobufRecord } from './protobuf-attributes.ts';
import { readTraceResponse } from './protobuf-response.ts';
import { writeProtobufSpan } from './protobuf-span.ts';
import { ProtobufWriter } from './protobuf-writer.ts';
import { groupSpans, type ScopeGroup } from './span-groups.ts';
import { textOf } from './untyped-fields.ts';

/** OTLP/protobuf, the same as OTel's serialiser writes, from spans that were encoded one by one as they ended. */
export class ProtobufFormat implements OtlpFormat {
  readonly contentType = 'application/x-protobuf';
  readonly #slabs = new ByteSlabs();
  readonly #span = new ProtobufWriter(MAX_SPAN_BYTES);
  readonly #request = new ProtobufWriter(Number.POSITIVE_INFINITY);

  encodeSpan(span: ReadableSpan): Uint8Array {
    this.#span.reset();
    writeProtobufSpan(this.#span, span);
    return this.#slabs.keep(this.#span.written());
  }

  encodeRequest(spans: readonly EncodedSpan[], resourceAttributes: Readonly<Record<string, number>>): Uint8Array {
    const out = this.#request;
    out.reset();
    for (const [resource, groups] of [...groupSpans(spans)].reverse()) {
      const before = out.sizeBytes;
      if (resource.schemaUrl) out.text(3, resource.schemaUrl);
      for (const group of groups.toReversed()) writeScopeSpans(out, group);
      const beforeResource = out.sizeBytes;
      out.integer(2, 0);
      writeProtobufRecord(out, 1, { ...resource.attributes, ...resourceAttributes });
      out.message(1, beforeResource);
      out.message(1, before);
    }
    return Buffer.from(out.written());
  }

  decodeResponse(bytes: Uint8Array): unknown {
    return readTraceResponse(bytes);
  }
}

function writeScopeSpans(out: ProtobufWriter, { scope, spans }: ScopeGroup): void {
  const before = out.sizeBytes;
  if (scope.schemaUrl) out.text(3, textOf(scope.schemaUrl));
  for (const { bytes } of spans.toReversed()) out.bytes(2, bytes);
  const beforeScope = out.sizeBytes;
  if (scope.version) out.text(2, textOf(scope.version));
  out.text(1, textOf(scope.name));
  out.message(1, beforeScope);
  out.message(2, before);
}
