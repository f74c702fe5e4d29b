import { givenPassword, PASSWORD_OPTION } from '../access/password.ts';
import { withAccess } from '../access/with-access.ts';
import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { FOLDER_OPTION } from '../server/store-folder.ts';

export const usersPasswd: Command = command({
  name: 'users passwd',
  says: 'Give somebody another password; all their sessions end.',
  operands: '<name>',
  options: { ...FOLDER_OPTION, ...PASSWORD_OPTION },
  async run({ data, 'password-stdin': isSent }, operands, io) {
    const [name, ...more] = operands;
    if (name === undefined || more.length > 0) throw usageError('say one name');
    return withAccess(data, io, async (access) => {
      const password = await givenPassword(isSent === true, io);
      await access.setPassword(name, password.text);
      password.tell();
      say(io, `${name} has another password`);
    });
  },
});
