import { basename } from 'node:path';
import type { MessagePart, Modality } from '@tracewright/schema';
import { asList, asNumber, asObject, asText } from './json-reading.ts';

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

function uploadPart(modality: Modality, value: unknown): MessagePart {
  const file = asObject(value);
  const path = asText(file.path);
  const name = asText(file.name) ?? (path === undefined ? undefined : basename(path));
  const mimeType = asText(file.type);
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
