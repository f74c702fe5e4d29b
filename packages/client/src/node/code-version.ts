import { userInfo } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { git, withoutCredentials } from './git.ts';

/**
 * Who runs what, of which version, as MLflow's tags: the script and, where it lies in a repository of git, commit,
 * branch, whether something is uncommitted, and where the repository comes from, without credentials. It never fails.
 */
export async function codeVersion(script: string | undefined = process.argv[1]): Promise<Record<string, string>> {
  const tags: Record<string, string> = {
    'mlflow.user': userName(),
    'mlflow.source.name': sourceName(script),
    'mlflow.source.type': 'LOCAL',
  };
  const folder = script === undefined ? process.cwd() : dirname(resolve(script));
  const commit = await git(folder, 'rev-parse', 'HEAD');
  if (commit === undefined) return tags;
  const [branch, changes, remote] = await Promise.all([
    git(folder, 'symbolic-ref', '--short', 'HEAD'),
    git(folder, 'status', '--porcelain', '--untracked-files=no'),
    git(folder, 'remote', 'get-url', 'origin'),
  ]);
  tags['mlflow.source.git.commit'] = commit;
  if (branch) tags['mlflow.source.git.branch'] = branch;
  if (changes !== undefined) tags['mlflow.source.git.dirty'] = String(changes !== '');
  if (remote) tags['mlflow.source.git.repoURL'] = withoutCredentials(remote);
  return tags;
}

function sourceName(script: string | undefined): string {
  if (script === undefined) return process.title;
  const path = relative(process.cwd(), script);
  return path.startsWith('..') ? script : path;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return String(process.getuid?.() ?? '');
  }
}
