import { formatQuery } from '../url/query.ts';

/** The page of a dataset, at one of its versions where one is meant. */
export function datasetHref(id: string, version?: number): string {
  return `/datasets/${id}${formatQuery({ v: version === undefined ? undefined : String(version) })}`;
}
