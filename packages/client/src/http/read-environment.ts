/** Variables of the process; none in a browser. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  const { process } = globalThis as { readonly process?: { readonly env?: Record<string, string | undefined> } };
  return process?.env ?? {};
}

/** Where the page that we run in comes from; undefined outside of a browser, and for pages that come from a file. */
export function pageOrigin(): string | undefined {
  const { location } = globalThis as { readonly location?: { readonly origin?: unknown } };
  const origin = location?.origin;
  return typeof origin === 'string' && /^https?:/.test(origin) ? origin : undefined;
}
