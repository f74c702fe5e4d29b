/**
 * What a route asks of whoever calls it: a scope in the workspace (`ingest`, `read`, `write`, `admin`), to administer
 * the `installation`, to be anybody known (`known`), or nothing (`public`). A `page` of the viewer holds no data: it is
 * public where there are users, who sign in on it, and otherwise asks for the key.
 */
export type Need = 'public' | 'page' | 'known' | 'ingest' | 'read' | 'write' | 'admin' | 'installation';

export interface RoutePermission {
  readonly needs: Need;
  /** What it does, for the audit log: the object and the verb. */
  readonly action?: string;
}

/** By method and pattern, as Hono registers them: `GET /api/v1/traces/:traceId`. */
export type RouteTable = Readonly<Record<string, RoutePermission>>;
