import { resolve } from 'node:path';
import { type Access, openAccess } from '@tracewright/collector';
import type { ValuedOption } from '../command/command.ts';
import type { Io } from '../command/io.ts';
import { FOLDER_OPTION } from '../server/store-folder.ts';

/** Of commands about what belongs to one workspace. */
export const WORKSPACE_OPTION: Record<'data' | 'workspace', ValuedOption> = {
  ...FOLDER_OPTION,
  workspace: { value: 'id', says: 'of the workspace; default: default' },
};

/**
 * Does something with the users and keys of a store; a collector may be running on it, which knows within seconds. The
 * store is made where there is none: the first administrator may come before the first start.
 */
export async function withAccess(
  data: string | undefined,
  io: Io,
  work: (access: Access) => Promise<void>,
): Promise<0> {
  const dataDir = resolve(data ?? (io.env.TRACEWRIGHT_DATA || './.tracewright'));
  const access = await openAccess({ dataDir, trackingUrl: io.env.TRACEWRIGHT_TRACKING_URL || undefined });
  try {
    await work(access);
  } finally {
    await access.close();
  }
  return 0;
}
