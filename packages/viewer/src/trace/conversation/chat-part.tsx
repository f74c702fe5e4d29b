import type { MessagePart } from '@tracewright/schema';
import type { VNode } from 'preact';
import { MessagePartView } from '../content/message-part.tsx';
import { ValueView } from '../content/value-view.tsx';
import style from './chat-part.module.css';
import { imageSource } from './image-source.ts';
import { ToolCall } from './tool-call.tsx';

export interface ChatPartProps {
  readonly part: MessagePart;
  /** What tools answered, by the id of the call. */
  readonly results: ReadonlyMap<string, unknown>;
}

/** A part of a message as one reads it in a chat: pictures to look at, tool calls folded with what they brought. */
export function ChatPart({ part, results }: ChatPartProps): VNode {
  const source = imageSource(part);
  if (source !== undefined) return <img class={style.image} src={source} alt="In the message" loading="lazy" />;
  if (part.type === 'tool_call') return <ToolCall part={part} results={results} />;
  if (part.type === 'tool_call_response') {
    return (
      <details class={style.fold}>
        <summary class={style.summary}>Result of a tool</summary>
        <ValueView value={part.response} />
      </details>
    );
  }
  return <MessagePartView part={part} />;
}
