/** What ends a command with a sentence to the person and without a stack: 1 where commands have no codes of their own. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** A command that was typed wrongly: it is told how to type it. */
export class UsageError extends CommandError {}

export function usageError(message: string): UsageError {
  return new UsageError(message, 2);
}
