import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Option } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';

/** Never an argument: others on the machine can see those. */
export const PASSWORD_OPTION: Record<'password-stdin', Option> = {
  'password-stdin': { says: 'read the password from the standard input; else one is made up and printed' },
};

export interface GivenPassword {
  readonly text: string;
  /** To be called once it holds: prints one that was made up, which is told this once. */
  readonly tell: () => void;
}

/** The password that was sent, or a new one. */
export async function givenPassword(isSent: boolean, io: Io): Promise<GivenPassword> {
  if (isSent) {
    const sent = (await text(io.stdin)).replace(/\r?\n$/, '');
    if (sent === '') throw usageError('the standard input has no password');
    return { text: sent, tell: () => {} };
  }
  const made = randomBytes(18).toString('base64url');
  return {
    text: made,
    tell: () => {
      say(io, 'The password, which is nowhere else:');
      io.stdout.write(`${made}\n`);
    },
  };
}
