import { type Context, createContext } from 'preact';

/** What parts deep in a conversation lead to. */
export interface Chat {
  readonly traceId: string;
  readonly onSelectSpan: (spanId: string) => void;
}

export const ChatContext: Context<Chat> = createContext<Chat>({ traceId: '', onSelectSpan: () => undefined });
