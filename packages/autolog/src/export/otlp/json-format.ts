import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { ByteSlabs } from './byte-slabs.ts';
import { recordJson } from './json-attributes.ts';
import { spanJson } from './json-span.ts';
import { type EncodedSpan, MAX_SPAN_BYTES, type OtlpFormat } from './otlp-format.ts';
import { groupSpans } from './span-groups.ts';
import { TooLargeError } from './too-large-error.ts';
import { textOf } from './untyped-fields.ts';

const COMMA = Buffer.from(',');

/** OTLP/JSON, the same as OTel's serialiser writes, from spans that were encoded one by one as they ended. */
export class JsonFormat implements OtlpFormat {
  readonly contentType = 'application/json';
  readonly #slabs = new ByteSlabs();

  encodeSpan(span: ReadableSpan): Uint8Array {
    const bytes = this.#slabs.keepText(spanJson(span));
    if (bytes.length > MAX_SPAN_BYTES) throw new TooLargeError();
    return bytes;
  }

  encodeRequest(spans: readonly EncodedSpan[], resourceAttributes: Readonly<Record<string, number>>): Uint8Array {
    const parts: Uint8Array[] = [];
    let between = '{"resourceSpans":[';
    for (const [resource, groups] of groupSpans(spans)) {
      between += `{"resource":${resourceJson(resource, resourceAttributes)},"scopeSpans":[`;
      for (const { scope, spans: ofScope } of groups) {
        between += `{"scope":${scopeJson(scope)},"spans":[`;
        for (const [index, { bytes }] of ofScope.entries())
          parts.push(index === 0 ? Buffer.from(between) : COMMA, bytes);
        between = `]${schemaUrlJson(scope.schemaUrl)}},`;
      }
      between = `${between.slice(0, -1)}]${schemaUrlJson(resource.schemaUrl || undefined)}},`;
    }
    parts.push(Buffer.from(between.endsWith(',') ? `${between.slice(0, -1)}]}` : `${between}]}`));
    return Buffer.concat(parts);
  }

  decodeResponse(bytes: Uint8Array): unknown {
    return bytes.length === 0 ? {} : JSON.parse(new TextDecoder().decode(bytes));
  }
}

function resourceJson(resource: Resource, more: Readonly<Record<string, number>>): string {
  const attributes = recordJson({ ...resource.attributes, ...more });
  return `{"attributes":${attributes},"droppedAttributesCount":0${schemaUrlJson(resource.schemaUrl || undefined)}}`;
}

function scopeJson({ name, version }: EncodedSpan['scope']): string {
  return JSON.stringify({ name: textOf(name), version: version === undefined ? undefined : textOf(version) });
}

function schemaUrlJson(schemaUrl: string | undefined): string {
  return schemaUrl === undefined ? '' : `,"schemaUrl":${JSON.stringify(textOf(schemaUrl))}`;
}
