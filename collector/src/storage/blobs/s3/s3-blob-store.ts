import { DeleteObjectCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ApiError } from '../../../errors.ts';
import { blobNames, fileNames, invalidPath } from '../blob-path.ts';
import type { BlobContent, BlobEntry, BlobFile, BlobStore, ByteRange, ShownAs } from '../blob-store.ts';
import { fileInTheWay, folderInTheWay } from '../in-the-way.ts';
import { abortUploads } from './abort-uploads.ts';
import { listObjects } from './list-objects.ts';
import { isBehindEnd, isMissing, s3Failure } from './s3-failure.ts';
import type { S3Place } from './s3-place.ts';
import { uploadObject } from './upload-object.ts';

/** As S3 has it. */
const MAX_KEY_BYTES = 1_024;
/** An upload that has not ended by then never will. */
const LOST_UPLOAD_MS = 24 * 3_600_000;
/** Long enough to begin a download; one that has begun goes on. */
const LINK_SECONDS = 15 * 60;

/**
 * Blobs as objects of a bucket, each under its workspace and path; folders are what their keys have in common. Several
 * collectors may share it. Unlike on a disk, a folder goes file by file, and two who put a file and a folder of the same
 * name at the same moment may both succeed.
 */
export class S3BlobStore implements BlobStore {
  readonly #place: S3Place;
  readonly #nowMs: () => number;
  readonly directUrl: BlobStore['directUrl'];

  /** @param options.hasLinks whether {@link BlobStore.directUrl} is there */
  constructor(
    place: S3Place,
    { hasLinks = false, nowMs = Date.now }: { hasLinks?: boolean; nowMs?: () => number } = {},
  ) {
    this.#place = place;
    this.#nowMs = nowMs;
    this.directUrl = hasLinks ? (...file) => this.#link(...file) : undefined;
  }

  /** Takes back uploads that a process which was killed has left, a day after they were begun. */
  async removeUnfinished(): Promise<void> {
    await translating(() => abortUploads(this.#place, this.#nowMs() - LOST_UPLOAD_MS));
  }

  async put(workspaceId: string, path: string, content: AsyncIterable<Uint8Array>): Promise<number> {
    const names = fileNames(path);
    const key = this.#key(workspaceId, names);
    return translating(async () => {
      const folders = names.slice(1).map((_, index) => this.#key(workspaceId, names.slice(0, index + 1)));
      const [isFolder, ...ofFolders] = await Promise.all([
        this.#isFolder(key),
        ...folders.map((folder) => this.#sizeOf(folder)),
      ]);
      if (isFolder) throw folderInTheWay(path);
      if (ofFolders.some((size) => size !== undefined)) throw fileInTheWay(path);
      return uploadObject(this.#place, key, content);
    });
  }

  async stat(workspaceId: string, path: string): Promise<BlobEntry | undefined> {
    const names = blobNames(path);
    if (names.length === 0) return { path, isFolder: true, sizeBytes: 0 };
    const key = this.#key(workspaceId, names);
    return translating(async () => {
      const sizeBytes = await this.#sizeOf(key);
      if (sizeBytes !== undefined) return { path, isFolder: false, sizeBytes };
      return (await this.#isFolder(key)) ? { path, isFolder: true, sizeBytes: 0 } : undefined;
    });
  }

  async read(workspaceId: string, path: string, range?: ByteRange): Promise<BlobContent | undefined> {
    const key = this.#key(workspaceId, fileNames(path));
    const Range = range === undefined ? undefined : `bytes=${range.first}-${range.last ?? ''}`;
    // S3 would take no notice of it and send everything.
    if (range?.last !== undefined && range.last < range.first) throw behindEnd();
    try {
      const { client, downloads = client } = this.#place;
      const answer = await downloads.send(new GetObjectCommand({ ...this.#object(key), Range }));
      const whole = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? answer.ContentLength ?? 0;
      return {
        sizeBytes: Number(whole),
        modifiedMs: answer.LastModified?.getTime() ?? 0,
        stream: answer.Body!.transformToWebStream() as ReadableStream<Uint8Array>,
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (isBehindEnd(error)) throw behindEnd({ cause: error });
      throw s3Failure(error);
    }
  }

  async list(workspaceId: string, folder: string): Promise<readonly BlobEntry[]> {
    const root = this.#key(workspaceId, []);
    const prefix = this.#key(workspaceId, [...blobNames(folder), '']);
    const entries: BlobEntry[] = [];
    await translating(async () => {
      for await (const { objects, folders } of listObjects(this.#place, prefix, { isDeep: false })) {
        for (const { key, sizeBytes } of objects) {
          // What other tools put there in place of an empty folder.
          if (!key.endsWith('/')) entries.push({ path: key.slice(root.length), isFolder: false, sizeBytes });
        }
        for (const key of folders) entries.push({ path: key.slice(root.length, -1), isFolder: true, sizeBytes: 0 });
      }
    });
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async *files(workspaceId: string, folder: string): AsyncGenerator<BlobFile> {
    const root = this.#key(workspaceId, []);
    const prefix = this.#key(workspaceId, [...blobNames(folder), '']);
    const pages = listObjects(this.#place, prefix, { isDeep: true });
    for (;;) {
      const page = await translating(() => pages.next());
      if (page.done === true) return;
      for (const { key, ...file } of page.value.objects) {
        if (!key.endsWith('/')) yield { path: key.slice(root.length), ...file };
      }
    }
  }

  async delete(workspaceId: string, path: string): Promise<boolean> {
    const names = blobNames(path);
    return translating(async () => {
      if (names.length > 0) {
        const key = this.#key(workspaceId, names);
        if ((await this.#sizeOf(key)) !== undefined) {
          await this.#place.client.send(new DeleteObjectCommand(this.#object(key)));
          return true;
        }
      }
      return this.#deleteAll(this.#key(workspaceId, [...names, '']));
    });
  }

  async #deleteAll(prefix: string): Promise<boolean> {
    let isThere = false;
    for await (const { objects } of listObjects(this.#place, prefix, { isDeep: true })) {
      if (objects.length === 0) continue;
      isThere = true;
      const Delete = { Objects: objects.map(({ key }) => ({ Key: key })), Quiet: true };
      const { Errors } = await this.#place.client.send(
        new DeleteObjectsCommand({ Bucket: this.#place.bucket, Delete }),
      );
      const [failed] = Errors ?? [];
      if (failed === undefined) continue;
      throw new ApiError('TEMPORARILY_UNAVAILABLE', `the bucket of the store keeps what was deleted (${failed.Code})`);
    }
    return isThere;
  }

  async #link(workspaceId: string, path: string, { contentType, disposition }: ShownAs): Promise<string> {
    const shown = { ResponseContentType: contentType, ResponseContentDisposition: disposition };
    const object = this.#object(this.#key(workspaceId, fileNames(path)));
    return translating(() =>
      getSignedUrl(this.#place.client, new GetObjectCommand({ ...object, ...shown }), { expiresIn: LINK_SECONDS }),
    );
  }

  /** Undefined where there is no object of this key. */
  async #sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await this.#place.client.send(new HeadObjectCommand(this.#object(key)))).ContentLength ?? 0;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async #isFolder(key: string): Promise<boolean> {
    for await (const { objects } of listObjects(this.#place, `${key}/`, { isDeep: true, limit: 1 })) {
      return objects.length > 0;
    }
    return false;
  }

  #object(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#place.bucket, Key: key };
  }

  /** @throws ApiError `INVALID_PARAMETER_VALUE` for one that is longer than S3 takes. */
  #key(workspaceId: string, names: readonly string[]): string {
    const key = `${this.#place.prefix}${[workspaceId, ...names].join('/')}`;
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw invalidPath();
    return names.length === 0 ? `${key}/` : key;
  }
}

function behindEnd(options?: ErrorOptions): ApiError {
  return new ApiError('RANGE_NOT_SATISFIABLE', 'the file ends before that', options);
}

async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw s3Failure(error);
  }
}
