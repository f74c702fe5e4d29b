const OpenAI = require('openai');
const { report, startTracing } = require('./report.mjs');

report(startTracing(), OpenAI);
