/** An app that ends ten spans with 50 kB each, and says `ready` then. */
export const TEN_SPANS = `
autolog({ openai: false, langchain: false });
const tracer = trace.getTracer('app');
for (let i = 0; i < 10; i++) tracer.startSpan('step ' + i, { attributes: { text: 'x'.repeat(50_000) } }).end();
console.log('ready');
`;
