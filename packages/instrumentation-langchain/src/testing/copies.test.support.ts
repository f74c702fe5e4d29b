/**
 * An app of its own process: `node copies.test.support.ts (before|after) (esm|cjs)…` switches tracing on before or after
 * it loads the copies named, runs a chain in each, and prints what was patched and traced.
 */
import { createRequire } from 'node:module';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { LangChainInstrumentation } from '../index.ts';

type Testing = typeof import('@langchain/core/utils/testing');

const [order, ...formats] = process.argv.slice(2);
const exporter = new InMemorySpanExporter();
const instrumentation = new LangChainInstrumentation({ enabled: false });
instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));

if (order === 'before') instrumentation.enable();
const copies: Testing[] = [];
for (const format of formats) {
  const require = createRequire(import.meta.url);
  copies.push(
    format === 'cjs'
      ? (require('@langchain/core/utils/testing') as Testing)
      : await import('@langchain/core/utils/testing'),
  );
}
if (order === 'after') instrumentation.enable();

for (const { FakeListChatModel } of copies) await new FakeListChatModel({ responses: ['x'] }).invoke('y');
const names = exporter.getFinishedSpans().map((span) => span.name);
console.log(JSON.stringify({ patched: instrumentation.patchedCopies, names }));
