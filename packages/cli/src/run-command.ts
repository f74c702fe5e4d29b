import { createRequire } from 'node:module';
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
  if (command === undefined) return tellOfCommands(args, isHelpWanted, io);
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

/** What is said where no single command is meant: the version, or the help of all commands or of a group of them. */
function tellOfCommands(args: readonly string[], isHelpWanted: boolean, io: Io): number {
  if (args[0] === '--version') {
    io.stdout.write(`${ownVersion()}\n`);
    return 0;
  }
  const words = args.filter((arg) => !arg.startsWith('-') && arg !== 'help');
  const [group] = words;
  const meant = group === undefined ? COMMANDS : words.length === 1 ? commandsOfGroup(group) : [];
  if (isHelpWanted && meant.length > 0) {
    io.stdout.write(`${helpOfAll(meant, group)}\n`);
    return 0;
  }
  say(io, words.length === 0 ? helpOfAll(COMMANDS) : unknownCommand(words));
  return 2;
}

function commandsOfGroup(group: string | undefined): readonly Command[] {
  return COMMANDS.filter(({ name }) => name.startsWith(`${group} `));
}

function ownVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}

function commandOf(args: readonly string[]): Command | undefined {
  const typed = args[0] === 'help' ? args.slice(1) : args;
  return COMMANDS.find(({ name }) => name.split(' ').every((word, index) => typed[index] === word));
}

function unknownCommand(words: readonly string[]): string {
  const group = commandsOfGroup(words[0]);
  const known = (group.length > 0 ? group : COMMANDS).map(({ name }) => name);
  return `There is no command ${JSON.stringify(words.slice(0, 2).join(' '))}. There are: ${known.join(', ')}.`;
}
