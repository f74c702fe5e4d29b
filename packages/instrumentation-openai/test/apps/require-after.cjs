const { report, startTracing } = require('./report.mjs');

const instrumentation = startTracing();
report(instrumentation, require('openai').OpenAI);
