import { join } from 'node:path';
import { goCommand } from './go-command.ts';
import { installOnce } from './install-once.ts';

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
  const installed = await installOnce('jaeger-v1.76.0', async (folder) => {
    // `go install` refuses modules that replace another, as this one does; building inside the module is allowed.
    const module = JSON.parse(await goCommand(['mod', 'download', '-json', MODULE], folder)) as {
      readonly Dir: string;
    };
    const version = `-s -w -X github.com/jaegertracing/jaeger/internal/version.latestVersion=${RELEASE}`;
    const args = ['build', '-trimpath', '-ldflags', version, '-o', join(folder, 'jaeger'), './cmd/jaeger'];
    await goCommand(args, module.Dir);
  });
  return join(installed, 'jaeger');
}
