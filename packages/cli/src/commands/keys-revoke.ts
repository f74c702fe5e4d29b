import { WORKSPACE_OPTION, withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';

export const keysRevoke: Command = command({
  name: 'keys revoke',
  says: 'Make a key worth nothing, for good; the part of it that may be shown names it.',
  operands: '<key>',
  options: { ...WORKSPACE_OPTION },
  async run({ data, workspace = 'default' }, operands, io) {
    const [id, ...more] = operands;
    if (id === undefined || more.length > 0) throw usageError('say one key');
    return withAccess(data, io, async (access) => {
      await access.revokeKey(workspace, id);
      say(io, `${id} is worth nothing any more`);
    });
  },
});
