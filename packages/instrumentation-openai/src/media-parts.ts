import type { MessagePart, Modality } from '@tracewright/schema';
import { asText } from './json-reading.ts';

const DATA_URL = /^data:([^;,]*)(?:;[^;,]*)*,/;

/** A part for an address: its bytes where it is a data URL, else a pointer. */
export function mediaPart(modality: Modality, url: string): MessagePart {
  const head = DATA_URL.exec(url.slice(0, 200));
  if (head === null) return { type: 'uri', modality, uri: url };
  return blobPart(modality, url.slice(head[0].length), head[1]);
}

/** A part that carries bytes as base64. */
export function blobPart(modality: Modality, base64: string, mimeType?: string): MessagePart {
  return { type: 'blob', modality, ...(mimeType ? { mime_type: mimeType } : {}), content: base64 };
}

/** What a file shows, by its name; `document` where the name tells nothing. */
export function fileModality(name: unknown): Modality {
  const extension = /\.(\w+)$/.exec(asText(name) ?? '')?.[1]?.toLowerCase() ?? '';
  if (['png', 'jpg', 'jpeg', 'gif', 'webp'].includes(extension)) return 'image';
  if (['mp3', 'wav', 'ogg', 'flac', 'm4a'].includes(extension)) return 'audio';
  if (['mp4', 'mov', 'webm'].includes(extension)) return 'video';
  return 'document';
}

/** The conventions have no part for what a model declines to say. */
export function refusalPart(text: string): MessagePart {
  return { type: 'generic', generic_type: 'refusal', content: text };
}
