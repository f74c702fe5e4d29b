import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ValuedOption } from '../command/command.ts';
import { CommandError } from '../command/command-error.ts';
import type { Io } from '../command/io.ts';

/** The option of commands that work on the files of a store. */
export const FOLDER_OPTION: Record<'data', ValuedOption> = {
  data: { value: 'folder', says: 'of the store; default TRACEWRIGHT_DATA, then ./.tracewright' },
};

/** The folder that is meant, whatever is in it. */
export function namedFolder(data: string | undefined, io: Io): string {
  return resolve(data ?? (io.env.TRACEWRIGHT_DATA || './.tracewright'));
}

/**
 * The folder that is meant.
 *
 * @throws CommandError where no store is in it: opening it would make one.
 */
export function storeFolder(data: string | undefined, io: Io): string {
  return existingFolder(namedFolder(data, io));
}

/** The file of spans in it. */
export function spanFile(data: string | undefined, io: Io): string {
  return join(storeFolder(data, io), 'spans.db');
}

/** @throws CommandError where no store is in the folder. */
export function existingFolder(data: string): string {
  const folder = resolve(data);
  if (!existsSync(join(folder, 'spans.db'))) throw new CommandError(`there is no store in ${folder}`);
  return folder;
}
