import type { Attributes, WireText } from '../otlp/attributes.ts';
import { inputPreview, messagesPreview } from './preview.ts';
import { type Names, readText } from './read-attribute.ts';
import { wireInputPreview, wireMessagesPreview } from './wire-preview.ts';

/** Preview of the first of these attributes that is there, as {@link inputPreview} has it; '' where none is. */
export function readInputPreview(attributes: Attributes, names: Names): string {
  return wirePreview(attributes, names, wireInputPreview) ?? inputPreview(readText(attributes, names));
}

/** The same as {@link messagesPreview} has it. */
export function readMessagesPreview(attributes: Attributes, names: Names): string {
  const preview = wirePreview(attributes, names, wireMessagesPreview);
  if (preview !== undefined) return preview;
  const messages = readText(attributes, names);
  return messages === '' ? '' : messagesPreview(messages);
}

function wirePreview(
  attributes: Attributes,
  names: Names,
  read: (text: WireText) => string | undefined,
): string | undefined {
  for (const name of names) {
    const text = attributes.wireText(name);
    if (text !== undefined) return read(text);
    if (attributes.get(name) !== undefined) return undefined;
  }
  return undefined;
}
