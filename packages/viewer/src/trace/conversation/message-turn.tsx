import type { Message } from '@tracewright/schema';
import type { VNode } from 'preact';
import { classNames } from '../../ui/class-names.ts';
import { ChatPart } from './chat-part.tsx';
import style from './turn.module.css';

const SYSTEM_ROLES: readonly string[] = ['system', 'developer'];

export interface MessageTurnProps {
  readonly message: Message;
  readonly results: ReadonlyMap<string, unknown>;
}

/** What a model was told: instructions folded to a line, what a person said as a bubble. */
export function MessageTurn({ message, results }: MessageTurnProps): VNode {
  const parts = message.parts.map((part, at) => <ChatPart key={at} part={part} results={results} />);
  if (SYSTEM_ROLES.includes(message.role)) {
    return (
      <details class={classNames(style.turn, style.system)}>
        <summary class={style.instructions}>
          <span class={style.role}>{message.role}</span>
          <span class={style.first}>{firstWords(message)}</span>
        </summary>
        {parts}
      </details>
    );
  }
  const isUser = message.role === 'user';
  return (
    <article class={classNames(style.turn, isUser ? style.user : style.other)}>
      <header class={style.head}>
        <span class={style.role}>{message.role}</span>
        {message.name !== undefined && <span class={style.name}>{message.name}</span>}
      </header>
      {parts}
    </article>
  );
}

function firstWords({ parts }: Message): string {
  const text = parts.find((part) => part.type === 'text');
  return text ? String(text.content).trim().slice(0, 200) : '';
}
