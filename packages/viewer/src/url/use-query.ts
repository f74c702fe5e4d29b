import { useSearch } from 'wouter-preact/use-browser-location';
import { parseQuery, type Query } from './query.ts';

/** The query parameters of the address; the component is drawn again when they change. */
export function useQuery(): Query {
  return parseQuery(useRawSearch());
}

/**
 * The query string of the address as it is: the router's hook of that name decodes some of it, and what is decoded
 * twice is another text, as `LIKE '%ab%'` is.
 */
export function useRawSearch(): string {
  return useSearch();
}
