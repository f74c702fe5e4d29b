import { WORKSPACE_HEADER } from '@tracewright/schema';
import type { ValuedOption } from '../command/command.ts';
import { usageError } from '../command/command-error.ts';
import type { Io } from '../command/io.ts';
import { SERVER_OPTIONS, withServer } from '../server/server.ts';

/** Options by which a command is told which collector and which of its workspaces is meant. */
export const TEAM_OPTIONS: Record<'url' | 'key' | 'data' | 'workspace', ValuedOption> = {
  ...SERVER_OPTIONS,
  workspace: { value: 'id', says: 'default: the first that the key or user has' },
};

export interface TeamOptions {
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly data: string | undefined;
  readonly workspace?: string | undefined;
}

/** Asks `/api/v1` about a workspace. */
export type AskWorkspace = (method: string, path: string, body?: object) => Promise<Response>;

/** @throws CommandError, StoreError or StartError where nobody answers, or with what was answered. */
export function withWorkspace<T>(
  { workspace, ...options }: TeamOptions,
  io: Io,
  use: (ask: AskWorkspace) => Promise<T>,
): Promise<T> {
  if (workspace !== undefined && !/^[a-z0-9-]+$/.test(workspace)) {
    throw usageError(`${JSON.stringify(workspace)} is no id of a workspace`);
  }
  return withServer(options, io, (server) =>
    use((method, path, body) => {
      const headers = {
        ...(workspace !== undefined && { [WORKSPACE_HEADER]: workspace }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      };
      const given = body === undefined ? {} : { body: JSON.stringify(body) };
      return server.request(`/api/v1/${path}`, { method, headers, ...given });
    }),
  );
}
