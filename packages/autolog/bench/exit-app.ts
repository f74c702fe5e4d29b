/** `node exit-app.ts [endpoint]`: ends ten spans of 50 kB, traced only with an endpoint, says when it is, and exits. */
import { writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const [, , endpoint] = process.argv;
if (endpoint !== undefined) {
  const { autolog } = await import('@tracewright/autolog');
  autolog({ endpoint, openai: false, langchain: false });
}
// What is loaded in the background is there by then, as in an app that has done something.
await wait(300);
const tracer = trace.getTracer('bench');
for (let i = 0; i < 10; i++) {
  tracer.startSpan(`step ${i}`, { attributes: { 'bench.mark': i, text: 'x'.repeat(50_000) } }).end();
}
writeSync(1, String(performance.timeOrigin + performance.now()));
process.exit(0);
