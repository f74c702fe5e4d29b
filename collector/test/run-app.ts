import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { expect } from 'vitest';

/** Runs an app from source as a user would: a process of its own that sends its spans to `endpoint` over OTLP. */
export async function runApp(
  file: string,
  endpoint: string,
  options: { readonly nodeArgs?: readonly string[]; readonly args?: readonly string[] } = {},
): Promise<void> {
  // Nobody's key is used up by a test.
  const { OPENAI_API_KEY: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--conditions=tracewright-source', ...(options.nodeArgs ?? []), file, ...(options.args ?? [])],
    {
      cwd: dirname(file),
      env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code, file).toBe(0);
}
