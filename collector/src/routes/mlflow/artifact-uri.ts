/** In the address of what is stored here, what stands before its path. */
const PROXY_PATH = /^\/(?:.*?\/)?(?:ajax-)?api\/2\.0\/mlflow-artifacts\/artifacts\//s;

/** An address of artifacts, taken apart; names are decoded. */
export interface ArtifactUri {
  /** In lower case; '' for a path. */
  readonly scheme: string;
  /** Host and port in lower case, '' if there are none. */
  readonly authority: string;
  readonly names: readonly string[];
}

/** Takes an address apart. `URL` would change it: it resolves `..`, which we have to see. */
export function parseArtifactUri(uri: string): ArtifactUri {
  // A scheme of one letter is a drive: what follows is a path of a machine with Windows.
  const [, scheme = '', rest = ''] = /^(?:([a-z][a-z\d+.-]+):)?(.*)$/is.exec(uri) ?? [];
  const [, authority = '', path = ''] = /^(?:\/\/([^/?#]*))?([^?#]*)/s.exec(rest) ?? [];
  const names = path.split('/').filter((name) => name !== '');
  return { scheme: scheme.toLowerCase(), authority: authority.toLowerCase(), names: names.map(decodedFully) };
}

/** Whether files at this address are kept here, as far as the address tells. */
export function isKeptHere({ scheme, names }: ArtifactUri): boolean {
  if (scheme === 'mlflow-artifacts') return true;
  return (scheme === 'http' || scheme === 'https') && PROXY_PATH.test(`/${names.join('/')}/`);
}

/** The path of what is kept here under an address; undefined if it is kept elsewhere. */
export function blobPathOf(uri: string): string | undefined {
  const parsed = parseArtifactUri(uri);
  if (!isKeptHere(parsed)) return undefined;
  const path = parsed.names.join('/');
  if (parsed.scheme === 'mlflow-artifacts') return path;
  return `/${path}/`.replace(PROXY_PATH, '').replace(/\/$/, '');
}

/** Whether an address is that of `root`, or of something in it; one that leads up is within nothing. */
export function isWithin(uri: ArtifactUri, root: ArtifactUri): boolean {
  return (
    uri.scheme === root.scheme &&
    uri.authority === root.authority &&
    root.names.length > 0 &&
    uri.names.every((name) => name !== '..') &&
    root.names.every((name, index) => uri.names[index] === name)
  );
}

/** What stands between us and the file may decode again, so that only what is plain in the end is looked at. */
function decodedFully(name: string): string {
  for (let text = name; ; ) {
    const plain = tryDecode(text);
    if (plain === text) return text;
    text = plain;
  }
}

/** Percent signs that are no escapes stand for themselves: names in other stores may have them. */
function tryDecode(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
