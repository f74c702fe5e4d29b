import { own, ownText } from '@tracewright/instrumentation-core';
import type { MessagePart, Modality } from '@tracewright/schema';

/** Blocks that `tool_calls` of the message repeats. */
const CALL_TYPES: readonly string[] = ['tool_use', 'tool_call', 'tool_call_chunk', 'input_json_delta'];

/**
 * The parts of a message's content: a text, or a list of blocks as LangChain and the providers write them.
 *
 * @param skipsCalls leaves out blocks of tool calls, where the message names its calls elsewhere too.
 */
export function blockParts(content: unknown, skipsCalls: boolean): MessagePart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: unknown) => {
    if (typeof block === 'string') return [{ type: 'text' as const, content: block }];
    const type = ownText(block, 'type') ?? 'unknown';
    return skipsCalls && CALL_TYPES.includes(type) ? [] : [partOf(type, block)];
  });
}

function partOf(type: string, block: unknown): MessagePart {
  switch (type) {
    case 'text':
      return { type: 'text', content: ownText(block, 'text') ?? '' };
    case 'reasoning':
    case 'thinking':
      return { type: 'reasoning', content: ownText(block, 'reasoning') ?? ownText(block, 'thinking') ?? '' };
    case 'image_url': {
      const image = own(block, 'image_url');
      return addressed('image', typeof image === 'string' ? image : (ownText(image, 'url') ?? ''));
    }
    case 'input_audio': {
      const audio = own(block, 'input_audio');
      return blob('audio', ownText(audio, 'data') ?? '', `audio/${ownText(audio, 'format') ?? 'wav'}`);
    }
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return media(type === 'file' ? 'document' : type, block);
    case 'tool_use':
    case 'tool_call': {
      const id = ownText(block, 'id');
      const args = own(block, 'input') ?? own(block, 'args');
      const name = ownText(block, 'name') ?? '';
      return { type: 'tool_call', ...(id === undefined ? {} : { id }), name, arguments: args };
    }
    default:
      return { type: 'generic', generic_type: type, value: block };
  }
}

function media(modality: Modality, block: unknown): MessagePart {
  const url = ownText(block, 'url');
  if (url !== undefined) return addressed(modality, url);
  const fileId = ownText(block, 'fileId') ?? ownText(block, 'id');
  const data = own(block, 'data');
  if (typeof data === 'string') return blob(modality, data, ownText(block, 'mimeType') ?? ownText(block, 'mime_type'));
  if (fileId !== undefined) return { type: 'file', modality, file_id: fileId };
  return { type: 'generic', generic_type: modality };
}

function addressed(modality: Modality, url: string): MessagePart {
  const data = /^data:([^;,]+)?;base64,/.exec(url);
  return data === null ? { type: 'uri', modality, uri: url } : blob(modality, url.slice(data[0].length), data[1]);
}

function blob(modality: Modality, content: string, mimeType: string | undefined): MessagePart {
  return { type: 'blob', modality, content, ...(mimeType === undefined ? {} : { mime_type: mimeType }) };
}
