import { runInstaller } from './run-installer.ts';

/** For `go` and whatever calls it: two packages at a time, so that the machine stays usable. */
export const GO_ENV = { GOFLAGS: '-p=2 -buildvcs=false' } as const;

/**
 * Runs `go` and gives what it printed.
 *
 * @throws Unavailable without Go, or if a module cannot be had or built.
 */
export function goCommand(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return runInstaller('go', args, { cwd, env: { ...GO_ENV, ...env } });
}
