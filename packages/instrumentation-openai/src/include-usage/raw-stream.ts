import { isUsageChunk } from './hidden-usage.ts';

const EVENT_END = /\r?\n\r?\n/g;
const EMPTY_USAGE = /,\s*"usage"\s*:\s*null|"usage"\s*:\s*null\s*,/;

/**
 * A raw streamed response without the usage that was asked for behind the app's back: same status, headers and
 * address, and the same events otherwise. Nothing is read before the app reads it.
 *
 * @returns the response itself where it is no web `Response` with events in it, as with a `fetch` of the app's own
 */
export function withoutUsage(raw: unknown): unknown {
  if (!isWebResponse(raw) || raw.body === null) return raw;
  if (!raw.headers.get('content-type')?.includes('text/event-stream')) return raw;
  const { status, statusText, headers, url, redirected, type } = raw;
  const copy = new (raw.constructor as typeof Response)(filtered(raw.body), { status, statusText, headers });
  for (const [name, value] of Object.entries({ url, redirected, type })) {
    Object.defineProperty(copy, name, { value, configurable: true });
  }
  return copy;
}

/** By what it is: web servers put classes of their own in the place of the global one, which `fetch` does not use. */
function isWebResponse(raw: unknown): raw is Response {
  return (
    Object.prototype.toString.call(raw) === '[object Response]' && (raw as Response).body instanceof ReadableStream
  );
}

function filtered(source: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  let rest = '';
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        reader ??= source.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          rest += decoder.decode(value, { stream: !done });
          const end = done ? rest.length : endOfEvents(rest);
          const text = eventsOf(rest.slice(0, end)).map(withoutUsageOf).join('');
          rest = rest.slice(end);
          if (text !== '') controller.enqueue(encoder.encode(text));
          if (done) controller.close();
          if (done || text !== '') return;
        }
      },
      cancel: (reason) => (reader ?? source).cancel(reason),
    },
    // Nothing is asked of the source before somebody asks for it.
    { highWaterMark: 0 },
  );
}

/** Where the last event that is complete ends. */
function endOfEvents(text: string): number {
  let end = 0;
  for (const match of text.matchAll(EVENT_END)) end = match.index + match[0].length;
  return end;
}

/** Events with the empty lines that end them; put together they are the text. */
function eventsOf(text: string): readonly string[] {
  const events: string[] = [];
  let start = 0;
  for (const match of text.matchAll(EVENT_END)) {
    const end = match.index + match[0].length;
    events.push(text.slice(start, end));
    start = end;
  }
  return [...events, text.slice(start)];
}

function withoutUsageOf(event: string): string {
  const data = /^data:(.*)$/m.exec(event)?.[1];
  if (data === undefined || !data.includes('"usage"')) return event;
  const chunk = parsed(data);
  if (isUsageChunk(chunk)) return '';
  const isEmpty = typeof chunk === 'object' && chunk !== null && 'usage' in chunk && chunk.usage === null;
  return isEmpty ? event.replace(EMPTY_USAGE, '') : event;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
