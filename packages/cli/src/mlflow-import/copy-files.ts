import { ArtifactFolder, type ArtifactInfo, type Connection, isTracewrightError } from '@tracewright/client';
import type { ImportJob } from './import-job.ts';

/** Larger files go through as they come, and are asked for anew if that fails. */
const HELD_BYTES = 8 * 1_024 * 1_024;

/** Files on a server that may keep them anywhere: it hands them out itself. */
export interface SourceFiles {
  list(path: string): Promise<readonly ArtifactInfo[]>;
  read(path: string): Promise<Response>;
}

/** The files of a run. */
export function runFiles(connection: Connection, runId: string): SourceFiles {
  return {
    list: async (path) => {
      const query = { run_id: runId, path: path === '' ? undefined : path };
      return infos(await connection.ask<ListAnswer>({ method: 'GET', path: '/api/2.0/mlflow/artifacts/list', query }));
    },
    read: (path) =>
      connection.send({ method: 'GET', path: '/get-artifact', query: { run_uuid: runId, path }, timeoutMs: 0 }),
  };
}

/** The files of a logged model. */
export function modelFiles(connection: Connection, modelId: string, artifactUri: string): SourceFiles {
  const base = `/api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts/directories`;
  const folder = new ArtifactFolder(connection, artifactUri);
  return {
    list: async (path) => {
      const query = { artifact_directory_path: path === '' ? undefined : path };
      return infos(await connection.ask<ListAnswer>({ method: 'GET', path: base, query }));
    },
    read: async (path) => {
      if (/^mlflow-artifacts:/.test(artifactUri)) return new Response(await folder.get(path).stream());
      const file = `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts/files`;
      return connection.send({ method: 'GET', path: file, query: { artifact_file_path: path }, timeoutMs: 0 });
    },
  };
}

/** Copies what is not there yet in the same length, and counts it. @returns whether all of it is there now */
export async function copyFiles(job: ImportJob, name: string, from: SourceFiles, to: ArtifactFolder): Promise<boolean> {
  const before = job.tallies.file.failed;
  const there = await sizesIn(to);
  for await (const { path, sizeBytes = 0 } of filesIn(from, '')) {
    await job.piece('file', `${name}/${path}`, async () => {
      if (there.get(path) === sizeBytes) return 'known';
      const body = await from.read(path);
      const cameBytes = sizeBytes > HELD_BYTES ? await passOn(body, to, path) : await putHeld(body, to, path);
      // Where no size is told it is 0.
      if (sizeBytes > 0 && cameBytes !== sizeBytes) throw new Error(`${cameBytes} bytes have come, not ${sizeBytes}`);
      return 'added';
    });
  }
  return job.tallies.file.failed === before;
}

async function putHeld(from: Response, to: ArtifactFolder, path: string): Promise<number> {
  const content = await from.arrayBuffer();
  await to.put(path, content);
  return content.byteLength;
}

async function passOn(from: Response, to: ArtifactFolder, path: string): Promise<number> {
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      controller.enqueue(chunk);
    },
  });
  await to.put(path, (from.body ?? new Blob([]).stream()).pipeThrough(counting));
  return bytes;
}

async function sizesIn(folder: ArtifactFolder): Promise<ReadonlyMap<string, number | undefined>> {
  const sizes = new Map<string, number | undefined>();
  try {
    for await (const { path, sizeBytes } of folder.files()) sizes.set(path, sizeBytes);
  } catch (error) {
    if (!isTracewrightError(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
  }
  return sizes;
}

async function* filesIn(files: SourceFiles, folder: string): AsyncGenerator<ArtifactInfo, void, undefined> {
  for (const entry of await files.list(folder)) {
    if (entry.isFolder) yield* filesIn(files, entry.path);
    else yield entry;
  }
}

interface ListAnswer {
  readonly files?: readonly {
    readonly path: string;
    readonly is_dir?: boolean;
    readonly file_size?: number | string;
  }[];
}

function infos({ files = [] }: ListAnswer): readonly ArtifactInfo[] {
  return files.map(({ path, is_dir: isFolder = false, file_size: size }) => ({
    path,
    isFolder,
    sizeBytes: isFolder ? undefined : Number(size ?? 0),
  }));
}
