/** Query parameters by name; an absent one is undefined. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Reads a query string such as `?span=ab&cp=1`. */
export function parseQuery(search: string): Query {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Writes parameters in the given order, leaving out empty ones; '' where nothing is left. */
export function formatQuery(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, value);
  }
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%2A', '*');
  return text === '' ? '' : `?${text}`;
}
