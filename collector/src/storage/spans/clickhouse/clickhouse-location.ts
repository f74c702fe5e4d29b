/** Which database of which server, or of which servers together. */
export interface ClickHouseLocation {
  /** Of the HTTP interface, such as `http://host:8123`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** Tables are replicated and distributed over a cluster of this name; undefined: they stand on one server. */
  readonly cluster: string | undefined;
}

/** What may stand in a statement as a name of ours. */
const NAME = /^[A-Za-z_][\w-]{0,63}$/;
const PARAMETERS = ['cluster', 'secure'];

/**
 * Reads `clickhouse://user:password@host:8123/database?cluster=name&secure=1`. The database is `tracewright` and the
 * port that of the interface unless they are named.
 *
 * @returns undefined if it is no such address
 */
export function parseClickHouseLocation(text: string): ClickHouseLocation | undefined {
  if (!text.startsWith('clickhouse://') || !URL.canParse(text)) return undefined;
  const { hostname, port, username, password, pathname, searchParams } = new URL(text);
  const database = pathname.replace(/^\//, '') || 'tracewright';
  const cluster = searchParams.get('cluster') ?? undefined;
  const names = cluster === undefined ? [database] : [database, cluster];
  if (hostname === '' || !names.every((name) => NAME.test(name))) return undefined;
  if ([...searchParams.keys()].some((name) => !PARAMETERS.includes(name))) return undefined;
  const isSecure = ['1', 'true'].includes(searchParams.get('secure') ?? '');
  return {
    url: `${isSecure ? 'https' : 'http'}://${hostname}:${port || (isSecure ? 8443 : 8123)}`,
    username: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
    database,
    cluster,
  };
}
