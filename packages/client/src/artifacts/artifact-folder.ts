import type { Connection, RequestBody } from '../http/connection.ts';
import type { WireNumber } from '../http/wire.ts';
import { ARTIFACT_LIST, artifactPath, artifactRoot } from './artifact-root.ts';
import { Download } from './download.ts';

/** A file or folder among the artifacts of something. */
export interface ArtifactInfo {
  /** From the root of the artifacts on. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Undefined for folders. */
  readonly sizeBytes: number | undefined;
}

/** What can be put into a file. A function gives the content once for each try; a stream cannot be sent again. */
export type ArtifactContent = RequestBody | (() => RequestBody);

/** The files of a run or a model, by the address of their folder. Each call fails with a TracewrightError. */
export class ArtifactFolder {
  /** Such as `mlflow-artifacts:/1/0af…/artifacts`. */
  readonly uri: string;
  readonly #connection: Connection;

  constructor(connection: Connection, uri: string) {
    this.#connection = connection;
    this.uri = uri;
  }

  /** What lies in a folder; nothing where there is none. */
  async list(path: string = ''): Promise<readonly ArtifactInfo[]> {
    const root = artifactRoot(this.uri);
    const query = { path: path === '' ? root : `${root}/${path}` };
    const answer = await this.#connection.ask<ListAnswer>({ method: 'GET', path: ARTIFACT_LIST, query });
    return (answer.files ?? []).map(({ path: name, is_dir: isFolder = false, file_size: size }) => ({
      path: path === '' ? name : `${path}/${name}`,
      isFolder,
      sizeBytes: isFolder ? undefined : Number(size ?? 0),
    }));
  }

  /** Every file in a folder and in those below it. */
  async *files(path: string = ''): AsyncGenerator<ArtifactInfo, void, undefined> {
    for (const entry of await this.list(path)) {
      if (entry.isFolder) yield* this.files(entry.path);
      else yield entry;
    }
  }

  /** Writes a file; one that is there already is replaced. */
  async put(path: string, content: ArtifactContent, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const body = typeof content === 'function' ? content : () => content;
    const response = await this.#connection.send({
      method: 'PUT',
      path: artifactPath(artifactRoot(this.uri), path),
      body,
      // Its type is told by its name; fetch would say that every text is plain.
      headers: { 'content-type': 'application/octet-stream' },
      isRepeatable: typeof content === 'function' || !(content instanceof ReadableStream),
      timeoutMs: 0,
      signal: options.signal,
    });
    await response.body?.cancel();
  }

  /** A file, which is asked for once it is read. */
  get(path: string, options: { readonly signal?: AbortSignal } = {}): Download {
    return new Download(() =>
      this.#connection.send({
        method: 'GET',
        path: artifactPath(artifactRoot(this.uri), path),
        timeoutMs: 0,
        signal: options.signal,
      }),
    );
  }

  /** Deletes a file or a folder with all that is in it. */
  async delete(path: string): Promise<void> {
    const response = await this.#connection.send({
      method: 'DELETE',
      path: artifactPath(artifactRoot(this.uri), path),
    });
    await response.body?.cancel();
  }
}

interface ListAnswer {
  readonly files?: readonly { readonly path: string; readonly is_dir?: boolean; readonly file_size?: WireNumber }[];
}
