/** The app itself stopped the work, through a signal. It gets an error all the same. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && /^(AbortError|ModelAbortError|APIUserAbortError)$/.test(error.name);
}
