import { withSession } from '@tracewright/autolog';
import type OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';

/** Asks one question after the other, with all that was said before. Each answer is a trace, and the session has them all. */
export async function converse(
  openai: OpenAI,
  model: string,
  options: { readonly session: string; readonly instructions: string; readonly questions: readonly string[] },
): Promise<void> {
  const messages: ChatCompletionMessageParam[] = [{ role: 'system', content: options.instructions }];
  for (const content of options.questions) {
    messages.push({ role: 'user', content });
    const answer = await withSession(options.session, () => streamAnswer(openai, model, messages));
    messages.push({ role: 'assistant', content: answer });
  }
}

async function streamAnswer(openai: OpenAI, model: string, messages: ChatCompletionMessageParam[]): Promise<string> {
  const stream = await openai.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let answer = '';
  process.stdout.write('chat:      ');
  for await (const chunk of stream) {
    const piece = chunk.choices[0]?.delta.content ?? '';
    process.stdout.write(piece);
    answer += piece;
  }
  console.log();
  return answer;
}
