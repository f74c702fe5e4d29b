/** A file or a folder. */
export interface BlobEntry {
  /** From the root of the workspace. */
  readonly path: string;
  readonly isFolder: boolean;
  /** 0 for folders. */
  readonly sizeBytes: number;
}

/** A file among all that are below a folder. */
export interface BlobFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Milliseconds since the Unix epoch. */
  readonly modifiedMs: number;
}

/** First and last byte, both included, as in HTTP. */
export interface ByteRange {
  readonly first: number;
  /** Default: the file's last; one beyond the end is taken for it. */
  readonly last?: number;
}

/** A file that is being read. */
export interface BlobContent {
  /** Of the whole file, whatever part is read. */
  readonly sizeBytes: number;
  /** Milliseconds since the Unix epoch. */
  readonly modifiedMs: number;
  /** Has to be read to its end or cancelled, either of which gives the file back. */
  readonly stream: ReadableStream<Uint8Array>;
}

/** How a browser or client is to take a file that it fetches. */
export interface ShownAs {
  readonly contentType: string;
  /** Header `Content-Disposition`. */
  readonly disposition: string;
}

/**
 * Where artifacts and other large contents are kept: files in folders, which exist as long as there is a file in them.
 * Paths are those of `blob-path.ts`; everything throws ApiError `INVALID_PARAMETER_VALUE` for any other. Every adapter
 * passes the same contract test, `blob-store.contract.ts`.
 */
export interface BlobStore {
  /**
   * Stores a file once its content has come to its end, replacing another one at that path; until then, and if `content`
   * throws, nothing of it can be seen. When it resolves the content survives a failure of the machine.
   *
   * @returns its size in bytes
   * @throws ApiError `INVALID_PARAMETER_VALUE` if a folder is in the way.
   */
  put(workspaceId: string, path: string, content: AsyncIterable<Uint8Array>): Promise<number>;

  /** The file or folder at a path; undefined if there is none. The root is a folder, always. */
  stat(workspaceId: string, path: string): Promise<BlobEntry | undefined>;

  /**
   * Opens a file; undefined if there is none at that path. What is put there meanwhile does not change what is read.
   *
   * @throws ApiError `RANGE_NOT_SATISFIABLE` if the range begins behind the end.
   */
  read(workspaceId: string, path: string, range?: ByteRange): Promise<BlobContent | undefined>;

  /** What is in a folder, one level deep, by name; nothing where there is no folder. */
  list(workspaceId: string, folder: string): Promise<readonly BlobEntry[]>;

  /** All files below a folder, those below one in it one after the other. What is put or deleted meanwhile may be left out. */
  files(workspaceId: string, folder: string): AsyncIterable<BlobFile>;

  /** Removes a file, or a folder with everything in it. @returns whether there was one. */
  delete(workspaceId: string, path: string): Promise<boolean>;

  /** Forgets what processes that were killed have left of files on their way in. */
  removeUnfinished(): Promise<void>;

  /** An address at which whoever has it reads a file for a while, without us; undefined where there is none such. */
  readonly directUrl?: ((workspaceId: string, path: string, shown: ShownAs) => Promise<string>) | undefined;
}
