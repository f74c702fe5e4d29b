/** Where somebody goes who has signed in; an address of another origin is none. */
export function placeAfter(to: string | undefined): string {
  if (to === undefined || !URL.canParse(to, location.origin)) return '/traces';
  const url = new URL(to, location.origin);
  const isOurs = url.origin === location.origin && to.startsWith('/') && url.pathname !== '/sign-in';
  // A path that begins like this is read as the address of another origin the next time.
  return isOurs && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/traces';
}
