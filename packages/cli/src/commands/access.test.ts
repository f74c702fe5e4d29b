import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run } from '../run-command.test.support.ts';

const GOOD = 'correct horse battery\n';

test('users and keys are made beside a collector, which asks everybody from then on', async () => {
  const data = emptyFolder();
  const tracewright = (words: string, stdin = '') => run(`${words} --data ${data}`, stdin, { USER: 'ann' });
  expect(await tracewright('users add eve --password-stdin', GOOD)).toMatchObject({
    ...{ code: 1, err: 'tracewright users add: the first user has to be an administrator with a password\n' },
  });
  expect((await tracewright('users add root --admin --password-stdin', 'password1234')).err).toMatch(/the password is/);
  expect(await tracewright('users add root --admin --password-stdin', GOOD)).toMatchObject({ code: 0, out: '' });
  const added = await tracewright('users add ada --role editor');
  expect(added.out).toMatch(/^[\w-]{24}\n$/);
  expect(added.err).toMatch(/ada may sign in\n$/);

  const { url } = await collectorOn(data);
  const ask = async (headers: Record<string, string>) => (await fetch(`${url}/api/v1/traces`, { headers })).status;
  const basic = (name: string, password: string) => ({
    authorization: `Basic ${btoa(`${name}:${password.trim()}`)}`,
  });
  expect(await ask({})).toBe(401);
  expect(await ask(basic('ada', added.out))).toBe(200);

  const { out: key } = await tracewright('keys add ci --scopes read --days 7');
  expect(key).toMatch(/^tw_[a-z0-9]{8}_[\w-]{43}\n$/);
  expect(await ask({ authorization: `Bearer ${key.trim()}` })).toBe(200);
  expect((await tracewright('keys list')).out).toMatch(/ci +read +all +ann +20\d\d-/);
  const id = key.slice(3, 11);
  expect(await tracewright(`keys revoke ${id}`)).toMatchObject({ code: 0 });
  expect(await tracewright('keys revoke nothing')).toMatchObject({ code: 1 });
  expect(JSON.parse((await tracewright('keys list --json')).out)).toMatchObject([
    { id, revokedNs: expect.any(String) },
  ]);

  expect(await tracewright('users disable root')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/last administrator/),
  });
  expect(await tracewright('users disable ada')).toMatchObject({ code: 0 });
  expect((await tracewright('users list')).out).toMatch(
    /^NAME +INSTALLATION .*\nada +default: editor +nothing: disabled.*\nroot +administrator +password/,
  );
  const { err } = await tracewright('users add bob --password-stdin', GOOD);
  expect(err).toBe('bob may sign in, and sees nothing before an administrator makes them a member of a workspace\n');
});

test.each([
  ['users add', 'say one name'],
  ['users add eve --role boss', '--role is one of viewer, editor, admin, not "boss"'],
  ['users passwd', 'say one name'],
  ['keys add', 'say one name'],
  ['keys add ci --scopes all', '--scopes has ingest, read, write, admin, not "all"'],
  ['keys add ci --days 0', '--days is a whole number, not "0"'],
])('%s is told how to be typed', async (words, message) => {
  expect(await run(words)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});
