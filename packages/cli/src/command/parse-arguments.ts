import { parseArgs } from 'node:util';
import type { Command } from './command.ts';
import { usageError } from './command-error.ts';

export interface Arguments {
  readonly given: Readonly<Record<string, string | true | undefined>>;
  readonly operands: readonly string[];
}

/**
 * Reads what follows the name of a command.
 *
 * @throws CommandError of usage, naming the argument.
 */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short && { short }) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const given = values as Arguments['given'];
    for (const [name, value] of Object.entries(given)) {
      if (value === '') throw usageError(`--${name} needs a ${command.options[name]?.value}`);
    }
    if (command.operands === '' && positionals.length > 0) {
      throw usageError(`tracewright ${command.name} takes no ${JSON.stringify(positionals[0])}`);
    }
    return { given, operands: positionals };
  } catch (error) {
    // Node's own text goes on with advice that is about `--` alone.
    if (error instanceof TypeError) throw usageError(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}
