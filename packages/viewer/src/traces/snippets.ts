import type { Snippet } from '../ui/snippet-card.tsx';

/** What to paste into an app so that its spans come here. @param origin Of this collector. */
export function snippets(origin: string): readonly Snippet[] {
  const endpoint = JSON.stringify(origin);
  return [
    {
      title: 'OpenAI',
      code: `import { autolog } from '@tracewright/autolog';
import OpenAI from 'openai';

autolog({ endpoint: ${endpoint} });

const openai = new OpenAI();
await openai.chat.completions.create({
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Say hello.' }],
});`,
    },
    {
      title: 'LangChain.js',
      code: `import { autolog } from '@tracewright/autolog';
import { ChatOpenAI } from '@langchain/openai';

autolog({ endpoint: ${endpoint} });

const model = new ChatOpenAI({ model: 'gpt-4o-mini' });
await model.invoke('Say hello.');`,
    },
    {
      title: 'OpenTelemetry',
      code: `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}
export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
export OTEL_SERVICE_NAME=my-app`,
    },
  ];
}
