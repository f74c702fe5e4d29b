import { formatQuery } from '../../url/query.ts';

/** The page of a registered model. @param version That it is about, undefined for none of them. */
export function modelHref(name: string, version?: string): string {
  return `/models/${encodeURIComponent(name)}${formatQuery({ v: version })}`;
}
