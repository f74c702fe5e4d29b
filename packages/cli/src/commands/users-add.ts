import type { GivenRole } from '@tracewright/collector';
import { givenPassword, PASSWORD_OPTION } from '../access/password.ts';
import { WORKSPACE_OPTION, withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';

const ROLES = ['viewer', 'editor', 'admin'] as const;

export const usersAdd: Command = command({
  name: 'users add',
  says: 'Make somebody who may sign in; the first one has to be an administrator.',
  operands: '<name>',
  options: {
    ...WORKSPACE_OPTION,
    admin: { says: 'they administer the whole installation' },
    role: { value: 'role', says: 'in the workspace: viewer, editor or admin' },
    ...PASSWORD_OPTION,
    'no-password': { says: 'they sign in through another service alone' },
  },
  async run({ data, workspace = 'default', admin, role, 'password-stdin': isSent, 'no-password': none }, operands, io) {
    const [name, ...more] = operands;
    if (name === undefined || more.length > 0) throw usageError('say one name');
    const given = role === undefined ? undefined : ({ workspaceId: workspace, role: roleOf(role) } satisfies GivenRole);
    return withAccess(data, io, async (access) => {
      const password = none === true ? undefined : await givenPassword(isSent === true, io);
      await access.addUser({ name, password: password?.text, isAdmin: admin === true }, given);
      password?.tell();
      const isNowhere = admin !== true && given === undefined;
      const where = isNowhere ? ', and sees nothing before an administrator makes them a member of a workspace' : '';
      say(io, `${name} may sign in${admin === true ? ', and administers the installation' : where}`);
    });
  },
});

function roleOf(text: string): (typeof ROLES)[number] {
  const role = ROLES.find((known) => known === text);
  if (role === undefined) throw usageError(`--role is one of ${ROLES.join(', ')}, not ${JSON.stringify(text)}`);
  return role;
}
