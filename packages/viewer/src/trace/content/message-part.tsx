import type { MessagePart } from '@tracewright/schema';
import type { ComponentChildren, VNode } from 'preact';
import { formatBytes } from '../../format/number.ts';
import { Icon } from '../../ui/icon.tsx';
import { asJson } from './as-json.ts';
import { LinkOut } from './link-out.tsx';
import { Markdown } from './markdown.tsx';
import style from './message-part.module.css';
import { ValueView } from './value-view.tsx';

/** One part of a message. Nothing is fetched for it: images and files are named, not loaded. */
export function MessagePartView({ part }: { readonly part: MessagePart }): VNode {
  switch (part.type) {
    case 'text':
      return asJson(String(part.content)) ? (
        <ValueView value={part.content} />
      ) : (
        <Markdown text={String(part.content)} />
      );
    case 'reasoning':
      return (
        <details class={style.box}>
          <summary class={style.summary}>Reasoning</summary>
          <Markdown text={String(part.content)} />
        </details>
      );
    case 'tool_call':
      return (
        <div class={style.box}>
          <p class={style.call}>
            <Icon name="tool" size={13} />
            <code>{String(part.name)}</code>
            {part.id !== undefined && <span class={style.id}>{String(part.id)}</span>}
          </p>
          {part.arguments !== undefined && <ValueView value={part.arguments} />}
        </div>
      );
    case 'tool_call_response':
      return (
        <div class={style.box}>
          {part.id !== undefined && <p class={style.id}>{String(part.id)}</p>}
          <ValueView value={part.response} />
        </div>
      );
    case 'blob': {
      // Base64: four characters for three bytes.
      const size = formatBytes(Math.floor((String(part.content).length * 3) / 4));
      return (
        <Attachment>
          {String(part.modality)} {String(part.mime_type ?? '')}, {size} in the message
        </Attachment>
      );
    }
    case 'file':
      return (
        <Attachment>
          {String(part.modality)} file <code>{String(part.file_id)}</code>
        </Attachment>
      );
    case 'uri':
      return (
        <Attachment>
          {String(part.modality)} <LinkOut url={String(part.uri)} />
        </Attachment>
      );
    default:
      return (
        <div class={style.box}>
          <ValueView value={part} />
        </div>
      );
  }
}

function Attachment({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <p class={style.attachment}>
      <Icon name="external" size={13} />
      <span>{children}</span>
    </p>
  );
}
