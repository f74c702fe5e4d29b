import { createRequire } from 'node:module';
import OpenAI from 'openai';
import { report, startTracing } from './report.mjs';

const { OpenAI: Older } = createRequire(process.argv[2])('openai');
await report(startTracing(), OpenAI, Older);
