import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { writeJsonAttributes } from './json-attributes.ts';
import { writeJsonSpan } from './json-span.ts';
import { JsonWriter } from './json-writer.ts';
import { type EncodedSpan, MAX_SPAN_BYTES, type OtlpFormat } from './otlp-format.ts';
import { groupSpans } from './span-groups.ts';
import { textOf } from './untyped-fields.ts';

const COMMA = Buffer.from(',');

/** OTLP/JSON, the same as OTel's serialiser writes, from spans that were encoded one by one as they ended. */
export class JsonFormat implements OtlpFormat {
  readonly contentType = 'application/json';
  readonly #out = new JsonWriter(MAX_SPAN_BYTES);

  encodeSpan(span: ReadableSpan): Uint8Array {
    this.#out.reset();
    writeJsonSpan(this.#out, span);
    return this.#out.written();
  }

  encodeRequest(spans: readonly EncodedSpan[], resourceAttributes: Readonly<Record<string, number>>): Uint8Array {
    const parts: Uint8Array[] = [];
    let between = '{"resourceSpans":[';
    for (const [resource, groups] of groupSpans(spans)) {
      between += `{"resource":${this.#resourceJson(resource, resourceAttributes)},"scopeSpans":[`;
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

  #resourceJson(resource: Resource, more: Readonly<Record<string, number>>): string {
    const out = this.#out;
    out.reset();
    out.json('{"attributes":');
    writeJsonAttributes(out, { ...resource.attributes, ...more });
    out.json(`,"droppedAttributesCount":0${schemaUrlJson(resource.schemaUrl || undefined)}}`);
    return Buffer.from(out.written()).toString();
  }
}

function scopeJson({ name, version }: EncodedSpan['scope']): string {
  return JSON.stringify({ name: textOf(name), version: version === undefined ? undefined : textOf(version) });
}

function schemaUrlJson(schemaUrl: string | undefined): string {
  return schemaUrl === undefined ? '' : `,"schemaUrl":${JSON.stringify(textOf(schemaUrl))}`;
}
