import OpenAI from 'openai';
import { report, startTracing } from './report.mjs';

await report(startTracing(), OpenAI);
