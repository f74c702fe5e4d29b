import type { OtlpResource, OtlpScope } from './otlp-request.ts';
import { RESOURCE, SCOPE } from './otlp-tags.ts';
import { WireAttributes } from './wire-attributes.ts';
import { WireReader } from './wire-reader.ts';

/** Reads the OTLP protobuf `Resource` that these bytes are. @throws ApiError `MALFORMED_REQUEST` */
export function decodeResource(payload: Uint8Array): OtlpResource {
  return readResource(new WireReader(payload));
}

/** Reads the OTLP protobuf `InstrumentationScope` that these bytes are. @throws ApiError `MALFORMED_REQUEST` */
export function decodeScope(payload: Uint8Array): OtlpScope {
  return readScope(new WireReader(payload));
}

/** Reads the `Resource` that the reader has entered. */
export function readResource(reader: WireReader): OtlpResource {
  const payload = reader.bytes.subarray(reader.offset, reader.limit);
  const attributes = new WireAttributes(reader);
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === RESOURCE.attributes) attributes.add();
    else if (tag === RESOURCE.droppedAttributesCount) reader.skipVarint();
    else reader.skipUnknown(tag, RESOURCE.lastField);
  }
  return { attributes, payload };
}

/** Reads the `InstrumentationScope` that the reader has entered. */
export function readScope(reader: WireReader): OtlpScope {
  const payload = reader.bytes.subarray(reader.offset, reader.limit);
  const attributes = new WireAttributes(reader);
  let name = '';
  let version = '';
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === SCOPE.name) name = reader.text();
    else if (tag === SCOPE.version) version = reader.text();
    else if (tag === SCOPE.attributes) attributes.add();
    else if (tag === SCOPE.droppedAttributesCount) reader.skipVarint();
    else reader.skipUnknown(tag, SCOPE.lastField);
  }
  return { name, version, attributes, payload };
}
