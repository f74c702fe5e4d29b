import { formatQuery } from './query.ts';

/** Address of the page on which one signs in. @param to Where it leads then: an address of ours. */
export function signInHref(to: string): string {
  return `/sign-in${formatQuery({ to: to === '/' ? undefined : to })}`;
}
