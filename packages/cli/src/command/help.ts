import type { Command, OptionTable } from './command.ts';

/** The list of all commands, or of those of one group, such as `traces`. */
export function helpOfAll(commands: readonly Command[], group = ''): string {
  const lines = table(commands.map(({ name, says }) => [name, says]));
  return `Usage: tracewright ${group === '' ? '' : `${group} `}<command> [options]

Commands
${lines}

tracewright <command> --help tells about one.`;
}

/** How one command is used. */
export function helpOf({ name, says, operands, options }: Command): string {
  const usage = ['tracewright', name, '[options]', operands].filter((part) => part !== '').join(' ');
  return `Usage: ${usage}\n\n${says}\n${Object.keys(options).length === 0 ? '' : `\nOptions\n${optionLines(options)}\n`}`;
}

function optionLines(options: OptionTable): string {
  return table(
    Object.entries(options).map(([name, { value, short, says }]) => [
      `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` <${value}>`}`,
      says,
    ]),
  );
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
