import { TracewrightError } from '../http/tracewright-error.ts';

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';
/** What stands before the path in an address of files that the server keeps. */
const KEPT_BY_SERVER = /^(?:mlflow-artifacts:(?:\/\/[^/]*)?|https?:\/\/.*?\/mlflow-artifacts\/artifacts)\/*(.*?)\/*$/s;

/**
 * Where the files at an address are asked for, from the server's address on.
 *
 * @throws TracewrightError `NOT_IMPLEMENTED` if the server does not keep them itself.
 */
export function artifactRoot(uri: string): string {
  const path = KEPT_BY_SERVER.exec(uri)?.[1];
  if (path) return path;
  throw new TracewrightError(
    'NOT_IMPLEMENTED',
    `the files at ${uri || 'this address'} are not kept by the tracking server: ask for them where they are kept`,
  );
}

/**
 * The address of a file.
 *
 * @throws TracewrightError `INVALID_PARAMETER_VALUE` if the path leads elsewhere: addresses are resolved before they are
 *   sent, and the server would never know.
 */
export function artifactPath(root: string, path: string): string {
  if (path === '' || path.split('/').some((name) => name === '' || name === '.' || name === '..')) {
    throw new TracewrightError('INVALID_PARAMETER_VALUE', `${JSON.stringify(path)} is no path of a file`);
  }
  return `${PROXY}/${encodePath(`${root}/${path}`)}`;
}

/** The address at which folders are listed. */
export const ARTIFACT_LIST: string = PROXY;

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
