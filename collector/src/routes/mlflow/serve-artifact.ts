import type { Context } from 'hono';
import { getMimeType } from 'hono/utils/mime';
import type { AppEnv } from '../../app-env.ts';
import { errorAnswer } from '../../error-answer.ts';
import { ApiError } from '../../errors.ts';
import type { BlobStore, ByteRange } from '../../storage/blobs/blob-store.ts';

/** Shown as text: what MLflow writes without a type that its name would tell. */
const TEXT_NAMES = /(?:^|\.)(?:MLmodel|MLproject|py|log|txt|yaml|yml|cfg|conf|ini|toml|jsonl|properties|r|rst)$/i;

/**
 * A file as an attachment: a browser neither shows it as a page of ours nor guesses what it is, and nothing in it
 * would run.
 *
 * @param path From the root of the workspace.
 * @throws ApiError `RESOURCE_DOES_NOT_EXIST`, `INVALID_PARAMETER_VALUE` for a folder.
 */
export async function serveArtifact(c: Context<AppEnv>, blobs: BlobStore, path: string): Promise<Response> {
  const { workspaceId } = c.get('principal');
  const entry = await blobs.stat(workspaceId, path);
  if (entry === undefined) throw noArtifact(path);
  if (entry.isFolder) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `Artifact path refers to a directory, not a file: '${path}'`);
  }
  const name = path.split('/').at(-1)!;
  const headers = {
    'content-type': typeOf(name),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
  };
  if (c.req.method === 'HEAD')
    return new Response(null, { headers: { ...headers, 'content-length': String(entry.sizeBytes) } });
  if (blobs.directUrl !== undefined && canFollow(c)) {
    const shown = { contentType: headers['content-type'], disposition: headers['content-disposition'] };
    const location = await blobs.directUrl(workspaceId, path, shown);
    return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
  }
  const range = byteRange(c.req.header('range'), entry.sizeBytes);
  const content = await blobs.read(workspaceId, path, range).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 'RANGE_NOT_SATISFIABLE') return error;
    throw error;
  });
  if (content instanceof ApiError) {
    const answer = errorAnswer(content);
    answer.headers.set('content-range', `bytes */${entry.sizeBytes}`);
    return answer;
  }
  if (content === undefined) throw noArtifact(path);
  const { sizeBytes } = content;
  const last = Math.min(range?.last ?? sizeBytes - 1, sizeBytes - 1);
  const length = range === undefined ? sizeBytes : last - range.first + 1;
  return new Response(content.stream, {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(length),
      'last-modified': new Date(content.modifiedMs).toUTCString(),
      ...(range === undefined ? {} : { 'content-range': `bytes ${range.first}-${last}/${sizeBytes}` }),
    },
  });
}

/** Programs do, and so does a browser that downloads; what a page fetches it may fetch from us alone. */
function canFollow(c: Context): boolean {
  const mode = c.req.header('sec-fetch-mode');
  return mode === undefined || mode === 'navigate';
}

/** One range, as RFC 9110 has it; undefined for the whole file, also where several are asked for, as one may. */
function byteRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  // The last so many bytes.
  if (first === '') return { first: Math.max(0, sizeBytes - Number(last)) };
  if (last === '') return { first: Number(first) };
  return Number(last) < Number(first) ? undefined : { first: Number(first), last: Number(last) };
}

function typeOf(name: string): string {
  if (TEXT_NAMES.test(name)) return 'text/plain; charset=utf-8';
  return getMimeType(name) ?? 'application/octet-stream';
}

function noArtifact(path: string): ApiError {
  return new ApiError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`);
}
