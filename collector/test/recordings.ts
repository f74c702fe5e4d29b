import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One recorded exchange with a provider. */
export interface Recording {
  readonly id: string;
  readonly model: string;
  readonly request: { readonly path: string; readonly body: Readonly<Record<string, unknown>> };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly sse?: readonly unknown[];
  };
}

const FOLDER = fileURLToPath(new URL('../../../shared/recordings/', import.meta.url));

/** The recorded chat exchanges, or undefined where the folder beside the checkout does not exist. */
export function chatRecordings(): readonly Recording[] | undefined {
  const file = `${FOLDER}chat.jsonl`;
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Recording);
}
