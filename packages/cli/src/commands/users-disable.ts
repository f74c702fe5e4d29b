import { withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { FOLDER_OPTION } from '../server/store-folder.ts';

export const usersDisable: Command = command({
  name: 'users disable',
  says: 'Let somebody in no more, and end all their sessions; what they made stays.',
  operands: '<name>',
  options: { ...FOLDER_OPTION, undo: { says: 'let them in again' } },
  async run({ data, undo }, operands, io) {
    const [name, ...more] = operands;
    if (name === undefined || more.length > 0) throw usageError('say one name');
    return withAccess(data, io, async (access) => {
      await access.setDisabled(name, undo !== true);
      say(io, undo === true ? `${name} may sign in again` : `${name} may no longer sign in`);
    });
  },
});
