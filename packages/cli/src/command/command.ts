import type { Io } from './io.ts';

/** An option as `--name`, with a value where it has a name for one. */
export interface Option {
  /** Name of its value in the help, such as `folder`; left out for an option that is there or not. */
  readonly value?: string;
  /** A letter that is typed behind one dash instead. */
  readonly short?: string;
  readonly says: string;
}

/** One that takes a value. */
export type ValuedOption = Option & { readonly value: string };

export type OptionTable = Readonly<Record<string, Option>>;

/** What was given: texts of options with a value, true for the others, undefined where an option is absent. */
export type Given<Options extends OptionTable> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly value: string }
    ? string | undefined
    : true | undefined;
};

/** One command of `tracewright`. */
export interface Command {
  /** As it is typed, such as `traces export`. */
  readonly name: string;
  /** One line, for the list of commands. */
  readonly says: string;
  /** What may follow beside options, such as `[file]`; empty where nothing may. */
  readonly operands: string;
  readonly options: OptionTable;
  /** @returns the exit code: 0 where all is well, 1 where it is not. */
  run(given: Readonly<Record<string, string | true | undefined>>, operands: readonly string[], io: Io): Promise<number>;
}

interface TypedCommand<Options extends OptionTable> extends Omit<Command, 'options' | 'run'> {
  readonly options: Options;
  run(given: Given<Options>, operands: readonly string[], io: Io): Promise<number>;
}

/** A command whose `run` knows the options that it names. */
export function command<const Options extends OptionTable>(typed: TypedCommand<Options>): Command {
  return { ...typed, run: (given, operands, io) => typed.run(given as Given<Options>, operands, io) };
}
