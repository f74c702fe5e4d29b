import type { MessagePart } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import { asJson } from '../content/as-json.ts';
import { ValueView } from '../content/value-view.tsx';
import style from './tool-call.module.css';
import { ToolSpanLink } from './tool-span-link.tsx';

export interface ToolCallProps {
  readonly part: Extract<MessagePart, { readonly type: 'tool_call' }>;
  readonly results: ReadonlyMap<string, unknown>;
}

/** Characters of arguments and result that stand on the folded line. */
const PREVIEW_LENGTH = 160;

/** A tool that a model asked for, folded: its arguments, and its result where the model was told. */
export function ToolCall({ part, results }: ToolCallProps): VNode {
  const id = part.id === undefined ? undefined : String(part.id);
  const isAnswered = id !== undefined && results.has(id);
  const result = isAnswered ? results.get(id) : undefined;
  return (
    <details class={style.call} data-call-id={id}>
      <summary class={style.summary}>
        <Icon name="tool" size={13} />
        <code class={style.name}>{String(part.name)}</code>
        <span class={style.preview}>{preview(part.arguments)}</span>
        <span class={isAnswered ? style.result : style.state}>{isAnswered ? `→ ${preview(result)}` : 'no result'}</span>
      </summary>
      <p class={style.label}>Arguments</p>
      {part.arguments === undefined ? <p class={style.none}>none</p> : <ValueView value={part.arguments} />}
      {isAnswered && (
        <>
          <p class={style.label}>Result</p>
          <ValueView value={result} />
        </>
      )}
      {id !== undefined && <ToolSpanLink callId={id} />}
    </details>
  );
}

/** Arguments or a result on one line: `state: late, limit: 5`. */
function preview(value: unknown): string {
  const json = typeof value === 'string' ? asJson(value) : value;
  if (value === undefined) return '';
  if (typeof json !== 'object' || json === null) return String(value).slice(0, PREVIEW_LENGTH);
  if (Array.isArray(json)) return brief(json, PREVIEW_LENGTH);
  return Object.entries(json)
    .slice(0, 8)
    .map(([key, each]: [string, unknown]) => `${key}: ${brief(each, 60)}`)
    .join(', ')
    .slice(0, PREVIEW_LENGTH);
}

function brief(value: unknown, length: number): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  return text.slice(0, length);
}
