import { expect, test } from 'vitest';
import { authorizeKey } from './authorize-key.ts';

const ask = (authorization?: string) =>
  authorizeKey('s3cret')(
    new Request('http://localhost/', authorization === undefined ? {} : { headers: { authorization } }),
    { address: undefined, isSecure: false },
  );

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

test('the key passes as a Bearer token and as the password of Basic, and the user is who did it', async () => {
  const principal = {
    ...{ workspaceId: 'default', subject: 'environment', isAdmin: true, via: 'key' },
    scopes: ['ingest', 'read', 'write', 'admin'],
  };
  expect(await ask('Bearer s3cret')).toEqual(principal);
  expect(await ask('bearer  s3cret')).toEqual(principal);
  expect(await ask(basic('somebody:s3cret'))).toEqual({ ...principal, subject: 'somebody' });
  expect(await ask(basic(':s3cret'))).toEqual(principal);
});

test.each([
  [undefined],
  [''],
  ['s3cret'],
  ['Bearer'],
  ['Bearer s3cre'],
  ['Bearer s3crets'],
  ['Bearer s3cret s3cret'],
  ['Digest s3cret'],
  [basic('s3cret')],
  [basic('s3cret:')],
  ['Basic ?'],
])('anything else is refused: %s', async (authorization) => {
  await expect(ask(authorization)).rejects.toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
});
