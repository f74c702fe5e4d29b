import { readConfig } from './config.ts';
import { runCollector } from './run-collector.ts';
import { startFailure } from './start-failure.ts';

try {
  process.exit(await runCollector(readConfig(process.env, process.argv.slice(2))));
} catch (error) {
  console.error(startFailure(error) ?? error);
  process.exit(1);
}
