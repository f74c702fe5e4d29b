import type { Message } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from '../../ui/class-names.ts';
import { MessagePartView } from './message-part.tsx';
import style from './message-view.module.css';

export interface MessageViewProps {
  readonly message: Message;
  readonly finishReason?: string | undefined;
}

/** Roles that have a look of their own. */
const KNOWN_ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool']);

/** One turn of a conversation. */
export function MessageView({ message, finishReason }: MessageViewProps): VNode {
  const look = KNOWN_ROLES.has(message.role) ? message.role : 'other';
  return (
    <article class={classNames(style.message, style[look])}>
      <header class={style.head}>
        <span class={style.role}>{message.role}</span>
        {message.name !== undefined && <span class={style.name}>{message.name}</span>}
        {finishReason !== undefined && (
          <span class={classNames(style.finish, finishReason !== 'stop' && finishReason !== 'tool_call' && style.odd)}>
            {finishReason}
          </span>
        )}
      </header>
      {message.parts.map((part, at) => (
        <MessagePartView key={at} part={part} />
      ))}
    </article>
  );
}
