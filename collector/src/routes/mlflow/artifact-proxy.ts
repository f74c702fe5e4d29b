import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import type { Uploads } from '../../access/seen-blobs.ts';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { BlobStore } from '../../storage/blobs/blob-store.ts';
import { MAX_PARTS } from '../../storage/blobs/multipart-uploads.ts';
import { jsonBody } from '../api/json-body.ts';
import { limitBody } from '../api/limit-body.ts';
import { artifactPath, checkedPath } from './artifact-path.ts';
import { fileInfo } from './file-info.ts';
import { incomingContent } from './incoming-content.ts';
import { int64 } from './request-fields.ts';
import { serveArtifact } from './serve-artifact.ts';

const MAX_JSON_BYTES = 4 * 1_024 * 1_024;

const Create = v.object({ path: v.string(), num_parts: v.nullish(int64, 1) });
const Complete = v.object({
  path: v.string(),
  upload_id: v.string(),
  parts: v.array(v.object({ part_number: v.number() })),
});
const Abort = v.object({ path: v.string(), upload_id: v.string() });

/**
 * `mlflow-artifacts`: MLflow's clients store files here, at paths they make from a run's or a model's address. Contents
 * go from the socket to the disk and back as they come, whatever their size.
 */
export function artifactProxyRoutes(blobs: BlobStore, uploads: Uploads): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.put('/artifacts/*', async (c) => {
    const path = artifactPath(c.req.url, '/mlflow-artifacts/artifacts/');
    await blobs.put(c.get('principal').workspaceId, path, incomingContent(c));
    return c.json({});
  });
  routes.get('/artifacts', async (c) => {
    const folder = checkedPath(c.req.query('path') ?? '');
    const entries = await blobs.list(c.get('principal').workspaceId, folder);
    // Here names stand alone, while a run lists its files with their folders.
    return c.json({ files: entries.map((entry) => fileInfo(entry, entry.path.lastIndexOf('/') + 1)) });
  });
  routes.get('/artifacts/*', (c) => serveArtifact(c, blobs, artifactPath(c.req.url, '/mlflow-artifacts/artifacts/')));
  routes.delete('/artifacts/*', async (c) => {
    const path = artifactPath(c.req.url, '/mlflow-artifacts/artifacts/');
    if (path === '') throw new ApiError('INVALID_PARAMETER_VALUE', 'Invalid path');
    await blobs.delete(c.get('principal').workspaceId, path);
    return c.json({});
  });
  routes.get('/presigned/*', async (c) => {
    const path = artifactPath(c.req.url, '/mlflow-artifacts/presigned/');
    const entry = await blobs.stat(c.get('principal').workspaceId, path);
    if (entry === undefined || entry.isFolder)
      throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`);
    if (blobs.directUrl !== undefined) {
      const shown = { contentType: 'application/octet-stream', disposition: 'attachment' };
      const url = await blobs.directUrl(c.get('principal').workspaceId, path, shown);
      return c.json({ url, headers: {}, file_size: entry.sizeBytes });
    }
    const url = addressOf(c, `artifacts/${path.split('/').map(encodeURIComponent).join('/')}`);
    return c.json({ url, headers: credentials(c), file_size: entry.sizeBytes });
  });
  const limit = limitBody(MAX_JSON_BYTES);
  routes.post('/mpu/create/*', limit, async (c) => {
    const body = await jsonBody(c, Create);
    const count = body.num_parts;
    if (count < 1 || count > MAX_PARTS) {
      throw new ApiError('INVALID_PARAMETER_VALUE', `an upload has 1 to ${MAX_PARTS} parts, not ${count}`);
    }
    const id = await uploads.create(c.get('principal').workspaceId, uploadPath(c, 'create', body.path));
    return c.json({
      upload_id: id,
      credentials: Array.from({ length: count }, (_, index) => ({
        url: addressOf(c, `mpu/parts/${id}/${index + 1}`),
        part_number: index + 1,
        headers: credentials(c),
      })),
    });
  });
  routes.put('/mpu/parts/:upload/:number', async (c) => {
    const { upload, number } = c.req.param();
    const { workspaceId } = c.get('principal');
    const sizeBytes = await uploads.putPart(workspaceId, upload, Number(number), incomingContent(c));
    // Clients name each part by what stands here when they complete the upload; its number is enough for us.
    return c.json({}, 200, { etag: `"${number}-${sizeBytes}"` });
  });
  routes.post('/mpu/complete/*', limit, async (c) => {
    const body = await jsonBody(c, Complete);
    const numbers = body.parts.map(({ part_number: number }) => number);
    const path = uploadPath(c, 'complete', body.path);
    await uploads.complete(c.get('principal').workspaceId, path, body.upload_id, numbers);
    return c.json({});
  });
  routes.post('/mpu/abort/*', limit, async (c) => {
    const body = await jsonBody(c, Abort);
    await uploads.abort(c.get('principal').workspaceId, uploadPath(c, 'abort', body.path), body.upload_id);
    return c.json({});
  });
  return routes;
}

/** The folder stands in the address, the name of the sender's own file in the body. */
function uploadPath(c: Context, step: string, file: string): string {
  const folder = artifactPath(c.req.url, `/mlflow-artifacts/mpu/${step}/`);
  const name = file.split(/[\\/]/).at(-1) ?? '';
  return checkedPath(folder === '' ? name : `${folder}/${name}`);
}

/** An address at which the sender reaches this part of us, as it has reached it now. */
function addressOf(c: Context, rest: string): string {
  const { protocol, host, pathname } = new URL(c.req.url);
  const base = pathname.slice(0, pathname.indexOf('/mlflow-artifacts/'));
  const scheme = c.req.header('x-forwarded-proto') ?? protocol.slice(0, -1);
  return `${scheme === 'https' ? 'https' : 'http'}://${c.req.header('host') ?? host}${base}/mlflow-artifacts/${rest}`;
}

/** Addresses carry no signature: who uses them shows the key that asked for them. */
function credentials(c: Context): Record<string, string> {
  const authorization = c.req.header('authorization');
  return authorization === undefined ? {} : { authorization };
}
