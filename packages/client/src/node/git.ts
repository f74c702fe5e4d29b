import { execFile } from 'node:child_process';

/** What git may take: nobody waits for a repository on a slow disk. */
const LONGEST_MS = 2_000;

/** An address of a repository as anybody may see it. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(\w[\w+.-]*:\/\/)[^@/]*@/, '$1');
}

/** What git prints; undefined where there is no git, no repository, or no such thing in it. */
export function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolvePrinted) => {
    const options = { cwd: folder, timeout: LONGEST_MS, windowsHide: true };
    try {
      execFile('git', args, options, (error, stdout) => resolvePrinted(error === null ? stdout.trim() : undefined));
    } catch {
      resolvePrinted(undefined);
    }
  });
}
