import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';
import { ALIAS_OPTION } from './prompts-promote.ts';

export const promptsRollback: Command = command({
  name: 'prompts rollback',
  says: 'Let an alias of a prompt stand for the version before; again, for the one before that.',
  operands: '<name>',
  options: { ...CLIENT_OPTIONS, ...ALIAS_OPTION },
  async run({ alias = 'production', ...given }, [name, ...more], io) {
    if (name === undefined || more.length > 0) throw usageError('say one prompt');
    const { version } = await clientOf(given, io).prompts.rollback(name, alias);
    say(io, `${name}@${alias} is version ${version} again`);
    return 0;
  },
});
