import { ApiError } from '../errors.ts';
import type { BlobFile, BlobStore } from '../storage/blobs/blob-store.ts';
import type { MultipartUploads } from '../storage/blobs/multipart-uploads.ts';
import type { PathOwners } from './path-owners.ts';
import { requireFull } from './require-access.ts';

/** The files that whoever asks may see: those of experiments that they may see. */
export function seenBlobs(blobs: BlobStore, owners: PathOwners): BlobStore {
  const isSeen = async (workspaceId: string, path: string): Promise<boolean> => (await owners.seen(workspaceId))(path);
  const { directUrl } = blobs;
  return {
    async put(workspaceId, path, content) {
      await owners.require('edit', workspaceId, path);
      return blobs.put(workspaceId, path, content);
    },
    stat: async (workspaceId, path) =>
      path === '' || (await isSeen(workspaceId, path)) ? blobs.stat(workspaceId, path) : undefined,
    read: async (workspaceId, path, range) =>
      (await isSeen(workspaceId, path)) ? blobs.read(workspaceId, path, range) : undefined,
    async list(workspaceId, folder) {
      const seen = await owners.seen(workspaceId);
      return (await blobs.list(workspaceId, folder)).filter(({ path }) => seen(path));
    },
    async *files(workspaceId, folder): AsyncGenerator<BlobFile> {
      const seen = await owners.seen(workspaceId);
      for await (const file of blobs.files(workspaceId, folder)) if (seen(file.path)) yield file;
    },
    async delete(workspaceId, path) {
      await owners.require('delete', workspaceId, path);
      return blobs.delete(workspaceId, path);
    },
    async removeUnfinished() {
      requireFull('what others have begun');
      await blobs.removeUnfinished();
    },
    directUrl:
      directUrl &&
      (async (workspaceId, path, shown) => {
        if (await isSeen(workspaceId, path)) return directUrl(workspaceId, path, shown);
        throw new ApiError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`);
      }),
  };
}

/** What requests do with uploads in several parts. */
export type Uploads = Pick<MultipartUploads, 'create' | 'putPart' | 'complete' | 'abort'>;

/** Uploads to where whoever asks may put files. An upload's id is known to whoever began it alone. */
export function seenUploads(uploads: Uploads, owners: PathOwners): Uploads {
  return {
    async create(workspaceId, path) {
      await owners.require('edit', workspaceId, path);
      return uploads.create(workspaceId, path);
    },
    putPart: (workspaceId, id, number, content) => uploads.putPart(workspaceId, id, number, content),
    async complete(workspaceId, path, id, parts) {
      await owners.require('edit', workspaceId, path);
      await uploads.complete(workspaceId, path, id, parts);
    },
    async abort(workspaceId, path, id) {
      await owners.require('edit', workspaceId, path);
      await uploads.abort(workspaceId, path, id);
    },
  };
}
