/** What ends a command with a sentence to the person and without a stack: 2 for wrong usage, 1 for anything else. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** A command that was typed wrongly. */
export function usageError(message: string): CommandError {
  return new CommandError(message, 2);
}
