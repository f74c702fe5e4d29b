/** By the code with which the collector leads back to the sign-in page. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  [
    'not-proven',
    'The other service did not confirm who you are, or it took too long. Try again from here, in this browser.',
  ],
  ['not-allowed', 'The other service knows you, but you have no access here. Ask an administrator to add you.'],
  [
    'name-taken',
    'Your name belongs to somebody here who signs in with a password. Do so too, or ask an administrator.',
  ],
  [
    'unavailable',
    'The other service does not answer. Try again in a while, or sign in with a password if you have one.',
  ],
]);

/** Why somebody could not sign in through another service, in plain words; undefined where nothing failed. */
export function signInFailure(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return SENTENCES.get(code) ?? 'Signing in through the other service failed. Try again.';
}
