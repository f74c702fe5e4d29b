import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GO_ENV, goCommand } from './go-command.ts';
import { installOnce } from './install-once.ts';
import { runInstaller } from './run-installer.ts';

/** The newest whose modules the Go proxy has all of: from v0.163.0 on one of its internal modules is missing there. */
const VERSION = 'v0.162.0';
const STABLE_VERSION = 'v1.68.0';
/** Of the builder, which writes the same source for any of them. */
const BUILDER_VERSION = 'v0.164.0';

const MANIFEST = `
dist: { name: otelcol, output_path: ./build }
receivers:
  - gomod: go.opentelemetry.io/collector/receiver/otlpreceiver ${VERSION}
exporters:
  - gomod: go.opentelemetry.io/collector/exporter/otlphttpexporter ${VERSION}
providers:
  - gomod: go.opentelemetry.io/collector/confmap/provider/envprovider ${STABLE_VERSION}
  - gomod: go.opentelemetry.io/collector/confmap/provider/fileprovider ${STABLE_VERSION}
`;

/**
 * Builds an OpenTelemetry Collector that takes OTLP and passes it on, with the project's own builder, once.
 *
 * @returns the program.
 * @throws Unavailable without Go or the module proxy.
 */
export async function installOtelCollector(): Promise<string> {
  const installed = await installOnce(`otelcol-${VERSION}`, async (folder) => {
    writeFileSync(join(folder, 'manifest.yaml'), MANIFEST);
    const builder = `go.opentelemetry.io/collector/cmd/builder@${BUILDER_VERSION}`;
    await goCommand(['install', builder], folder, { GOBIN: folder });
    await runInstaller(join(folder, 'builder'), ['--config', 'manifest.yaml'], { cwd: folder, env: GO_ENV });
  });
  return join(installed, 'build', 'otelcol');
}
