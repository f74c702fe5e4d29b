import { ApiFailure, getJson } from '../../api/request.ts';
import { inWorkspace } from '../../api/session.ts';
import { BASE } from './shapes.ts';

export interface MlflowArtifact {
  /** From the root of the artifacts. */
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

/** What lies in a folder of a run's artifacts. @param path '' for the root. @throws ApiFailure */
export async function listArtifacts(
  runId: string,
  path: string,
  abort?: AbortSignal,
): Promise<readonly MlflowArtifact[]> {
  const query = new URLSearchParams({ run_id: runId, path });
  const answer = await getJson<{ readonly files?: readonly MlflowArtifact[] }>(
    `${BASE}/artifacts/list?${query}`,
    abort,
  );
  return answer.files ?? [];
}

/** Where a browser downloads a file of a run, or shows it as a picture. */
export function artifactAddress(runId: string, path: string): string {
  return inWorkspace(`${BASE}/get-artifact?${new URLSearchParams({ run_id: runId, path })}`);
}

/** The beginning of a file as text, and whether that is all of it. @throws ApiFailure */
export async function readArtifactText(
  runId: string,
  path: string,
  maxBytes: number,
  abort?: AbortSignal,
): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  const response = await fetch(artifactAddress(runId, path), {
    headers: { range: `bytes=0-${maxBytes - 1}` },
    ...(abort && { signal: abort }),
  });
  // An empty file has no byte to begin with.
  if (response.status === 416) return { text: '', isWhole: true };
  if (!response.ok) throw new ApiFailure('INTERNAL_ERROR', `The collector answered ${response.status}.`);
  const size = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);
  return { text: new TextDecoder().decode(await response.arrayBuffer()), isWhole: size <= maxBytes };
}
