import { createRequire } from 'node:module';
import OpenAI, { AzureOpenAI } from 'openai';
import { report, startTracing } from './report.mjs';

const instrumentation = startTracing();
const required = createRequire(import.meta.url)('openai');
class Derived extends OpenAI {}
class Azure extends AzureOpenAI {
  constructor({ baseURL: _baseUrl, ...options }) {
    super({ ...options, endpoint: 'https://x.openai.azure.com', apiVersion: '2024-10-21', deployment: 'demo' });
  }
}
await report(instrumentation, OpenAI, required, Derived, Azure);
