import { WORKSPACE_COOKIE, WORKSPACE_HEADER } from '@tracewright/schema';
import { workspaceCookie } from './cookies.ts';

const PARAMETER = `${WORKSPACE_COOKIE}=`;

/**
 * The workspace that a request says it is about: by its header; where a browser sends it by itself (a download, a stream
 * of events), in its address; else by the cookie, which another tab may have changed. Undefined: it says nothing.
 */
export function askedWorkspace({ url, headers }: Pick<Request, 'url' | 'headers'>): string | undefined {
  const inHeader = headers.get(WORKSPACE_HEADER);
  if (inHeader !== null) return inHeader;
  // Few say it there, and all others need not be parsed for it.
  const inAddress = url.includes(PARAMETER) ? new URL(url).searchParams.get(WORKSPACE_COOKIE) : null;
  return inAddress ?? workspaceCookie(headers.get('cookie'));
}
