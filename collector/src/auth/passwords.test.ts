import { expect, test } from 'vitest';
import { hashPassword, isPassword, SCRYPT_COST } from './password-hash.ts';
import { checkPassword } from './password-rules.ts';
import { Passwords } from './passwords.ts';

const CHEAP = { logN: 1, r: 1, p: 1 };

test('a password is kept as a hash of a cost that stands beside it, each time with another salt', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse', CHEAP)]);
  expect(one).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await isPassword('correct horse', one)).toBe(true);
  expect(await isPassword('correct hors', one)).toBe(false);
  // Of whatever cost it was made.
  expect(await isPassword('correct horse', two)).toBe(true);
  expect(await hashPassword('correct horse', CHEAP)).not.toBe(two);
  expect(SCRYPT_COST).toEqual({ logN: 14, r: 8, p: 5 });
});

test('letters that keyboards compose in two ways are one', async () => {
  expect(await isPassword('Zürich am See'.normalize('NFD'), await hashPassword('Zürich am See', CHEAP))).toBe(true);
});

test.each(['', 'plain', '$scrypt$ln=99,r=8,p=1$AAAA$AAAA', '$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA'])(
  'what is no hash of ours fits no password: %s',
  async (stored) => {
    expect(await isPassword('', stored)).toBe(false);
  },
);

test('two are computed at once, and the others wait for their turn', async () => {
  const passwords = new Passwords(CHEAP);
  const stored = await passwords.hash('right');
  const asked = Array.from({ length: 20 }, (_, index) =>
    passwords.verify(index % 2 ? 'right' : 'wrong', stored, { origin: `${index}`, isKnown: false }),
  );
  expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(10);
  expect(await passwords.verify('right', undefined)).toBe(false);
});

test('who comes behind eight others of the same network is told to come again', async () => {
  const passwords = new Passwords(CHEAP);
  const asked = await Promise.allSettled(Array.from({ length: 11 }, () => passwords.hash('x')));
  const refused = asked.filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: { code: 'RESOURCE_EXHAUSTED', retryAfterS: 2 } }]);
  expect(await passwords.hash('x')).toMatch(/^\$scrypt/);
});

test.each([
  ['short', /12 characters/],
  ['x'.repeat(1_025), /1024 characters/],
  ['abababababab', /repeats/],
  ['123456789012', /counts/],
  ['abcdefghijklm', /counts/],
  ['password1234', /guess/],
  ['P@ssw0rd!2026', /guess/],
  ['Tracewright2026!', /guess/],
  ['ada-ada-2026-11', /guess|repeats/],
])('a password that is guessed early is refused: %s', (password, why) => {
  expect(() => checkPassword(password, 'ada')).toThrow(why);
});

test.each(['correct horse battery', 'Donaudampfschiff', 'ünïcödé wörds too', 'x7#mQ2!vLp9z'])(
  'length counts, not kinds of characters: %s',
  (password) => {
    expect(() => checkPassword(password, 'ada')).not.toThrow();
  },
);
