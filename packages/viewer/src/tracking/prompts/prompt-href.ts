import { formatQuery } from '../../url/query.ts';

/** The page of a prompt. @param version That is shown, undefined for the newest. */
export function promptHref(name: string, version?: string): string {
  return `/prompts/${encodeURIComponent(name)}${formatQuery({ v: version })}`;
}
