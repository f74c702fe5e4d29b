import type { SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Popover } from '../../tools/popover.tsx';
import { asCurl } from './as-curl.ts';
import { asOtlp } from './as-otlp.ts';
import style from './copy-menu.module.css';
import { openaiRequest } from './openai-request.ts';

/** Takes a span along: as a command, as a request, as OTLP, as a link. */
export function CopyMenu({ detail }: { readonly detail: SpanDetail }): VNode {
  const isCall = detail.kind === 'llm' && detail.content.inputMessages.length + detail.content.system.length > 0;
  const isCut = detail.content.truncated.length > 0;
  return (
    <Popover label="Copy as" align="right">
      {isCall && <Item label="curl command" text={() => asCurl(detail)} />}
      {isCall && <Item label="OpenAI request" text={() => JSON.stringify(openaiRequest(detail), null, 2)} />}
      <Item label="OTLP JSON" text={() => JSON.stringify(asOtlp(detail), null, 2)} />
      <Item label="Link to this span" text={() => linkTo(detail)} />
      {isCall && isCut && <p class={style.note}>The sender cut the content: so is the request.</p>}
    </Popover>
  );
}

function Item({ label, text }: { readonly label: string; readonly text: () => string }): VNode {
  return (
    <div class={style.item}>
      {label}
      <CopyButton text={text()} label={`as ${label}`} />
    </div>
  );
}

function linkTo({ traceId, spanId }: SpanDetail): string {
  return `${location.origin}/traces/${traceId}?span=${spanId}`;
}
