import { ReadStream } from 'node:fs';
import { basename } from 'node:path';
import { own } from '@tracewright/instrumentation-core';
import type { MessagePart, Modality } from '@tracewright/schema';
import { asList, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';

/**
 * What an app uploads, by its name, type and size. Its bytes are never asked for: a stream can be read once, and by
 * the SDK.
 *
 * @param value one of what the SDK takes for a file, or a list of them
 */
export function uploadParts(modality: Modality, value: unknown): readonly MessagePart[] {
  const files = Array.isArray(value) ? asList(value) : [value];
  return files.filter((file) => file !== undefined && file !== null).map((file) => uploadPart(modality, file));
}

/**
 * What a file says about itself, in place of the file; undefined for anything else. Its class keeps that behind
 * getters, which are Node's own, and a stream of one has a path.
 */
export function uploadFields(value: object): JsonObject | undefined {
  if (value instanceof Blob)
    return {
      name: value instanceof File ? FILE_NAME?.call(value) : undefined,
      type: BLOB_TYPE?.call(value),
      size: BLOB_SIZE?.call(value),
    };
  return value instanceof ReadStream ? { path: own(value, 'path') } : undefined;
}

const BLOB_TYPE = getterOf(Blob.prototype, 'type');
const BLOB_SIZE = getterOf(Blob.prototype, 'size');
const FILE_NAME = getterOf(File.prototype, 'name');

function getterOf(prototype: object, name: string): (() => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

function uploadPart(modality: Modality, value: unknown): MessagePart {
  const file = asObject(value);
  const path = asText(file.path);
  const name = asText(file.name) ?? (path === undefined ? undefined : basename(path));
  // A response, which can be uploaded too, has a type of another sort.
  const mimeType = asText(file.type)?.includes('/') ? asText(file.type) : undefined;
  const sizeBytes = asNumber(file.size);
  return {
    type: 'generic',
    generic_type: 'upload',
    modality,
    ...(name === undefined ? {} : { name }),
    ...(mimeType === undefined ? {} : { mime_type: mimeType }),
    ...(sizeBytes === undefined ? {} : { size_bytes: sizeBytes }),
  };
}
