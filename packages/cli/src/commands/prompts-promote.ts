import { type Command, command } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { CLIENT_OPTIONS, clientOf } from '../server/client-options.ts';

/** Which alias is meant where none is said. */
export const ALIAS_OPTION = { alias: { value: 'alias', says: 'default production' } } as const;

export const promptsPromote: Command = command({
  name: 'prompts promote',
  says: 'Let an alias of a prompt stand for a version.',
  operands: '<name/version>',
  options: { ...CLIENT_OPTIONS, ...ALIAS_OPTION },
  async run({ alias = 'production', ...given }, [uri, ...more], io) {
    if (uri === undefined || more.length > 0) throw usageError('say one version, such as answer/3');
    const { prompts } = clientOf(given, io);
    const { name, version } = await prompts.load(uri);
    await prompts.setAlias(name, alias, version);
    say(io, `${name}@${alias} is version ${version}`);
    return 0;
  },
});
