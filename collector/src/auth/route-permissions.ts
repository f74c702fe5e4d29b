import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { RouterRoute } from 'hono/types';
import { PAGE_PATHS } from '../routes/page-paths.ts';
import { API_ROUTES } from './api-route-permissions.ts';
import { MLFLOW_ROUTES } from './mlflow-route-permissions.ts';
import type { RoutePermission, RouteTable } from './route-permission.ts';

const PAGE_ROUTES: RouteTable = Object.fromEntries(PAGE_PATHS.map((path) => [`GET ${path}`, { needs: 'page' }]));

/** Every route that there is, with what it asks for. Whoever adds one adds its entry. */
export const ROUTE_PERMISSIONS: RouteTable = { ...API_ROUTES, ...MLFLOW_ROUTES, ...PAGE_ROUTES };

/** What matches no route is a file of the viewer, or nothing. */
const NO_ROUTE: RoutePermission = { needs: 'page' };

/** Undefined: it is not in the table. */
const entries = new WeakMap<RouterRoute, RoutePermission | undefined>();

/**
 * What the route asks for that will answer a request.
 *
 * @returns undefined for a route without an entry, which nobody may call.
 */
export function permissionOf(c: Context): RoutePermission | undefined {
  // In the order in which they would answer; what is mounted for every method and has no entry is no route.
  for (const route of matchedRoutes(c)) {
    const entry = entryOf(route);
    if (entry !== undefined || route.method !== 'ALL') return entry;
  }
  return NO_ROUTE;
}

function entryOf(route: RouterRoute): RoutePermission | undefined {
  if (!entries.has(route)) entries.set(route, ROUTE_PERMISSIONS[`${route.method} ${route.path}`]);
  return entries.get(route);
}
