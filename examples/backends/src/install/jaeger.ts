import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { goCommand } from './go-command.ts';

/** Tag of the Go module, and what the same commit is called as a release of Jaeger v2. Its module never had a `/v2`. */
const MODULE = 'github.com/jaegertracing/jaeger@v1.76.0';
const RELEASE = 'v2.13.0';

/**
 * Builds Jaeger from the Go module proxy, once: about nine minutes on two cores. Without its web page, whose files are
 * no part of the module.
 *
 * @returns the program.
 * @throws Unavailable without Go or the module proxy.
 */
export async function installJaeger(): Promise<string> {
  const folder = cacheFolder('jaeger-v1.76.0');
  const program = join(folder, 'jaeger');
  if (existsSync(program)) return program;
  // `go install` refuses modules that replace another, as this one does; building inside the module is allowed.
  const module = JSON.parse(await goCommand(['mod', 'download', '-json', MODULE], folder)) as { readonly Dir: string };
  const version = `-s -w -X github.com/jaegertracing/jaeger/internal/version.latestVersion=${RELEASE}`;
  await goCommand(['build', '-trimpath', '-ldflags', version, '-o', program, './cmd/jaeger'], module.Dir);
  return program;
}
