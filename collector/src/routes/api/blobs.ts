import type { StoredBlob } from '@tracewright/schema';
import { Hono } from 'hono';
import type { Payloads } from '../../access/seen-payloads.ts';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import { incomingContent } from '../mlflow/incoming-content.ts';
import { parseTraceId } from './ids.ts';

const MAX_BYTES = 64 * 1_024 * 1_024;

/**
 * `/api/v1/blobs/:sha256`: contents of spans that were too large to stand in them. Whoever sends one says of which
 * trace it is, since it goes with the last trace that has it.
 */
export function blobRoutes(payloads: Payloads): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .put('/:sha256', async (c) => {
      const sha256 = parseSha256(c.req.param('sha256'));
      const traceId = parseTraceId(c.req.query('trace') ?? '');
      const content = bounded(incomingContent(c));
      const sizeBytes = await payloads.put(c.get('principal').workspaceId, traceId, sha256, content);
      return c.json({ sha256, sizeBytes } satisfies StoredBlob);
    })
    .get('/:sha256', async (c) => {
      const sha256 = parseSha256(c.req.param('sha256'));
      const found = await payloads.read(c.get('principal').workspaceId, sha256);
      if (found === undefined) throw new ApiError('RESOURCE_DOES_NOT_EXIST', `there is no content ${sha256}`);
      return c.body(found.stream, 200, {
        'content-type': 'application/octet-stream',
        'content-length': String(found.sizeBytes),
        'content-disposition': 'attachment',
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
      });
    });
}

function parseSha256(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new ApiError('INVALID_PARAMETER_VALUE', 'a SHA-256 hash is 64 hex digits');
}

async function* bounded(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const piece of content) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > MAX_BYTES) throw new ApiError('PAYLOAD_TOO_LARGE', `the content is larger than ${MAX_BYTES} bytes`);
    yield piece;
  }
}
