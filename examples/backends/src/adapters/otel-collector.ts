import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Backend, ENCODINGS, type RunningBackend } from '../backend.ts';
import { installOtelCollector } from '../install/otel-collector.ts';
import { dataFolder } from '../servers/data-folder.ts';
import { freePorts } from '../servers/free-ports.ts';
import { startServer } from '../servers/start-server.ts';
import { readTrace, startOwnCollector, tracewright } from './tracewright.ts';

/**
 * OpenTelemetry's collector between the app and ours: it takes what `autolog()` sends, and ours takes what it sends.
 *
 * @param exports How it passes the spans on.
 */
export function otelCollector(exports: {
  readonly encoding: 'proto' | 'json';
  readonly compression: 'gzip' | 'none';
}): Backend {
  return {
    name: `OTel Collector 0.164.0 → ${exports.encoding}, ${exports.compression}`,
    encodings: ENCODINGS,
    install: async () => {
      const program = await installOtelCollector();
      return { start: () => start(program, exports) };
    },
    shows: tracewright.shows,
  };
}

async function start(program: string, exports: object): Promise<RunningBackend> {
  const [otlp = 0] = await freePorts(1);
  const own = await startOwnCollector();
  const data = dataFolder('otelcol');
  const config = join(data.path, 'config.json');
  const endpoint = `127.0.0.1:${otlp}`;
  writeFileSync(config, JSON.stringify(collectorConfig(endpoint, own.collector.url, exports)));
  const server = await startServer({
    file: program,
    args: ['--config', `file:${config}`],
    data,
    healthUrl: `http://${endpoint}/`,
    isUpAtAnyStatus: true,
  }).catch(async (error: unknown) => {
    await own.stop();
    throw error;
  });
  return {
    endpoint: `http://${endpoint}`,
    headers: {},
    readTrace: (traceId) => readTrace(own.collector.url, traceId),
    stop: async () => {
      await server.stop();
      await own.stop();
    },
  };
}

/** YAML takes JSON. */
function collectorConfig(endpoint: string, target: string, exports: object): object {
  return {
    receivers: { otlp: { protocols: { http: { endpoint } } } },
    exporters: { otlp_http: { endpoint: target, ...exports } },
    service: {
      pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_http'] } },
      telemetry: { metrics: { level: 'none' } },
    },
  };
}
