import { pageOrigin, readEnvironment } from './read-environment.ts';
import { TracewrightError } from './tracewright-error.ts';

const DEFAULT_URL = 'http://127.0.0.1:4318';

/** Where the server is and how one shows that one may ask it. */
export interface AddressOptions {
  /**
   * Such as `https://tracking.example.com`. Default: `TRACEWRIGHT_URL`, then `MLFLOW_TRACKING_URI`, in a browser where the
   * page comes from, then `http://127.0.0.1:4318`.
   */
  readonly url?: string | undefined;
  /** Sent as Bearer. Default: `TRACEWRIGHT_API_KEY`, then `MLFLOW_TRACKING_TOKEN`. */
  readonly key?: string | undefined;
  /** Sent as Basic where there is no key. Default: `MLFLOW_TRACKING_USERNAME`. */
  readonly username?: string | undefined;
  /** Default: `MLFLOW_TRACKING_PASSWORD`. */
  readonly password?: string | undefined;
}

export interface ServerAddress {
  /** Without a slash at its end and without credentials. */
  readonly url: string;
  readonly authorization: string | undefined;
}

/** @throws TracewrightError `INVALID_PARAMETER_VALUE` if the address is none of a server. */
export function serverAddress(options: AddressOptions): ServerAddress {
  const env = readEnvironment();
  const given = options.url ?? (env.TRACEWRIGHT_URL || env.MLFLOW_TRACKING_URI || pageOrigin() || DEFAULT_URL);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TracewrightError(
      'INVALID_PARAMETER_VALUE',
      `${JSON.stringify(given)} is no address of a tracking server: it begins with http:// or https://`,
    );
  }
  // fetch takes no address with credentials in it.
  const { username, password } = url;
  const isNamed = username !== '' || password !== '';
  url.username = '';
  url.password = '';
  return {
    url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    authorization: authorization(
      isNamed ? { ...options, username: decoded(username), password: decoded(password) } : options,
      env,
    ),
  };
}

/** A part of an address. One that is not encoded, such as `100%`, is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function authorization(options: AddressOptions, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (options.key) return `Bearer ${options.key}`;
  // What is said here goes before what the environment says, whatever its form.
  if (options.username !== undefined) return basic(options.username, options.password ?? '');
  const key = env.TRACEWRIGHT_API_KEY || env.MLFLOW_TRACKING_TOKEN;
  if (key) return `Bearer ${key}`;
  const name = env.MLFLOW_TRACKING_USERNAME;
  return name ? basic(name, env.MLFLOW_TRACKING_PASSWORD ?? '') : undefined;
}

/** Base64 of UTF-8, which `btoa` alone does not give. */
function basic(username: string, password: string): string {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
