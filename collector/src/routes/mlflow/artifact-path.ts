import { blobNames, invalidPath } from '../../storage/blobs/blob-path.ts';

/**
 * The path behind `prefix` in a request's address, decoded once.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if it is none of a file or folder, also after more decoding: what stands
 *   between us and the sender may have decoded it already, or will when it is read.
 */
export function artifactPath(url: string, prefix: string): string {
  const { pathname } = new URL(url);
  const start = pathname.indexOf(prefix);
  return start < 0 ? '' : checkedPath(decoded(pathname.slice(start + prefix.length)));
}

/** A path that stood in a field, checked the same way; a slash at its end is dropped. */
export function checkedPath(path: string): string {
  const plain = path.replace(/\/$/, '');
  let more = plain;
  for (let previous = ''; more !== previous; more = tryDecoded(more)) {
    blobNames(more);
    previous = more;
  }
  return plain;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidPath();
  }
}

/** A name with a percent sign in it that is no escape stays as it is. */
function tryDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
