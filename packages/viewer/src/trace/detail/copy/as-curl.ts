import { OTEL, type SpanDetail } from '@tracewright/schema';
import { openaiRequest } from './openai-request.ts';

/** A command for a POSIX shell that makes the call of a span again. The key is left to the environment. */
export function asCurl(detail: SpanDetail): string {
  const body = JSON.stringify(openaiRequest(detail), null, 2);
  return [
    `curl ${quoted(`${baseUrl(detail)}/chat/completions`)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H "Authorization: Bearer $OPENAI_API_KEY" \\`,
    `  -d ${quoted(body)}`,
  ].join('\n');
}

/** Where the call went, as far as its span says; OpenAI's own address otherwise. */
function baseUrl({ attributes }: SpanDetail): string {
  const address = attributes[OTEL.serverAddress];
  if (typeof address !== 'string' || !/^[\w.-]+$/.test(address)) return 'https://api.openai.com/v1';
  const port = attributes[OTEL.serverPort];
  const isLocal = /^(localhost|127\.|10\.|192\.168\.)/.test(address);
  const suffix = typeof port === 'number' && port !== 443 ? `:${port}` : '';
  return `${isLocal ? 'http' : 'https'}://${address}${suffix}/v1`;
}

/** In apostrophes nothing has a meaning but the apostrophe. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
