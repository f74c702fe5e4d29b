import { NO_ATTRIBUTES } from '../otlp/attributes.ts';
import type { OtlpEvent, OtlpSpan } from '../otlp/otlp-request.ts';
import { previewOf } from './preview.ts';
import { tracewrightContent } from './tracewright-content.ts';

/** The beginning of what a user said in an event of the GenAI conventions; '' where it has nothing of the kind. */
export function eventPreview(event: OtlpEvent): string {
  const { inputMessages } = tracewrightContent({ ...NO_SPAN, events: [event] });
  const said = inputMessages.findLast(({ role }) => role === 'user')?.parts ?? [];
  const text = said.flatMap((part) => (part.type === 'text' && typeof part.content === 'string' ? [part.content] : []));
  return previewOf(text.join(' '));
}

const NO_SPAN: Omit<OtlpSpan, 'events'> = {
  traceId: '',
  spanId: '',
  parentSpanId: '',
  traceState: '',
  name: '',
  kind: 0,
  startNs: 0n,
  endNs: 0n,
  attributes: NO_ATTRIBUTES,
  links: [],
  statusCode: 0,
  statusMessage: '',
  payload: new Uint8Array(),
};
