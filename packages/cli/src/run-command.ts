import type { Command } from './command/command.ts';
import { CommandError, UsageError } from './command/command-error.ts';
import { helpOf, helpOfAll } from './command/help.ts';
import { type Io, say } from './command/io.ts';
import { parseArguments } from './command/parse-arguments.ts';
import { COMMANDS } from './commands.ts';
import { failureText } from './failure-text.ts';

/**
 * Runs what was typed behind `tracewright`.
 *
 * @returns the exit code: 0 where all is well, 1 where the command failed, 2 where it was typed wrongly.
 */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  const isHelpWanted = args.includes('--help') || args.includes('-h') || args[0] === 'help';
  const command = commandOf(args);
  if (command === undefined) {
    const words = args.filter((arg) => !arg.startsWith('-') && arg !== 'help');
    if (isHelpWanted && words.length === 0) {
      io.stdout.write(`${helpOfAll(COMMANDS)}\n`);
      return 0;
    }
    say(io, words.length === 0 ? helpOfAll(COMMANDS) : unknownCommand(words));
    return 2;
  }
  if (isHelpWanted) {
    io.stdout.write(helpOf(command));
    return 0;
  }
  try {
    const { given, operands } = parseArguments(command, args.slice(command.name.split(' ').length));
    return await command.run(given, operands, io);
  } catch (error) {
    const text = failureText(error);
    if (text === undefined) throw error;
    const isUsage = error instanceof UsageError;
    say(io, `tracewright ${command.name}: ${text}${isUsage ? `\n\n${helpOf(command).trimEnd()}` : ''}`);
    return error instanceof CommandError ? error.exitCode : 1;
  }
}

function commandOf(args: readonly string[]): Command | undefined {
  const typed = args[0] === 'help' ? args.slice(1) : args;
  return COMMANDS.find(({ name }) => name.split(' ').every((word, index) => typed[index] === word));
}

function unknownCommand(words: readonly string[]): string {
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${words[0]} `)).map(({ name }) => name);
  const known = group.length > 0 ? group : COMMANDS.map(({ name }) => name);
  return `There is no command ${JSON.stringify(words.slice(0, 2).join(' '))}. There are: ${known.join(', ')}.`;
}
