/** What a header of `Basic` authorization says; undefined where it is none. Either part may be ''. */
export function basicCredentials(
  authorization: string | null,
): { readonly user: string; readonly password: string } | undefined {
  const [, value] = /^basic +(\S+)\s*$/i.exec(authorization ?? '') ?? [];
  if (value === undefined) return undefined;
  const credentials = Buffer.from(value, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return colon < 0 ? undefined : { user: credentials.slice(0, colon), password: credentials.slice(colon + 1) };
}
