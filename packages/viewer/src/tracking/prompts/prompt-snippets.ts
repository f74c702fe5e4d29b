import type { Snippet } from '../../ui/snippet-card.tsx';

/** How clients register a prompt and give it an alias. @param origin Of this collector. */
export function promptSnippets(origin: string): readonly Snippet[] {
  return [
    {
      title: 'TypeScript',
      code: `import { TracewrightClient } from '@tracewright/client';

const client = new TracewrightClient({ url: '${origin}' });
await client.prompts.register({
  name: 'support-answer',
  template: 'Answer {{ question }} in {{ language }}.',
});`,
    },
    {
      title: 'Python',
      code: `import mlflow

mlflow.set_tracking_uri("${origin}")
mlflow.genai.register_prompt(
    name="support-answer",
    template="Answer {{ question }} in {{ language }}.",
)
mlflow.genai.set_prompt_alias("support-answer", alias="production", version=1)`,
    },
  ];
}
