import { InMemoryCache } from '@langchain/core/caches';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { BaseLLM } from '@langchain/core/language_models/llms';
import { AIMessage, AIMessageChunk, HumanMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult, type LLMResult } from '@langchain/core/outputs';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { context } from '@opentelemetry/api';
import { modelRunOf } from '@tracewright/instrumentation-core';
import { expect, test } from 'vitest';
import { activeSpanId, recorded } from './testing/recorder.test.support.ts';

/** Answers all prompts with one call, as completion APIs do. */
class Together extends BaseLLM {
  onCall: () => void = () => {};
  override _llmType(): string {
    return 'together';
  }
  override async _generate(prompts: string[]): Promise<LLMResult> {
    this.onCall();
    return {
      generations: prompts.map((prompt) => [{ text: `${prompt}!` }]),
      llmOutput: { tokenUsage: { promptTokens: 8, completionTokens: 2 } },
    };
  }
}

/** Says where it was called, and what a model may say about itself. */
class Talkative extends BaseChatModel {
  spanIds: (string | undefined)[] = [];
  override _llmType(): string {
    return 'talkative';
  }
  override getLsParams(): { ls_provider: string; ls_model_name: string; ls_model_type: 'chat' } {
    return { ls_provider: 'anthropic', ls_model_name: 'claude-x', ls_model_type: 'chat' };
  }
  override invocationParams(): object {
    return {
      max_tokens: 9,
      stop: ['END'],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }],
    };
  }
  override async _generate(): Promise<ChatResult> {
    this.spanIds.push(activeSpanId());
    const message = new AIMessage({
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'yes' },
        { type: 'tool_use', id: 't1', name: 'look', input: {} },
      ],
      tool_calls: [{ id: 't1', name: 'look', args: { at: 'it' } }],
      response_metadata: { model: 'claude-x-1', id: 'msg_1', stop_reason: 'tool_use' },
    });
    Object.assign(message, {
      usage_metadata: {
        input_tokens: 10,
        output_tokens: 5,
        total_tokens: 15,
        input_token_details: { cache_read: 4, cache_creation: 1 },
        output_token_details: { reasoning: 2 },
      },
    });
    return { generations: [{ text: 'yes', message }] };
  }
  override async *_streamResponseChunks(): AsyncGenerator<ChatGenerationChunk> {
    for (const text of ['a', 'b']) {
      this.spanIds.push(activeSpanId());
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
    }
  }
}

test('a model of any provider says who it is, what it was asked, and what it used', () =>
  recorded(async (spans) => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    await new Talkative({}).invoke([new HumanMessage({ content: [{ type: 'text', text: 'see' }, image] })]);

    expect(spans.named('chat claude-x').attributes).toMatchObject({
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-x',
      'gen_ai.request.max_tokens': 9,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.response.model': 'claude-x-1',
      'gen_ai.response.id': 'msg_1',
      'gen_ai.response.finish_reasons': ['tool_use'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.cache_write.input_tokens': 1,
      'gen_ai.usage.reasoning.output_tokens': 2,
    });
    expect(spans.json('chat claude-x', 'gen_ai.input.messages')).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'see' },
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' },
        ],
      },
    ]);
    expect(spans.json('chat claude-x', 'gen_ai.output.messages')).toEqual([
      {
        role: 'assistant',
        finish_reason: 'tool_call',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'text', content: 'yes' },
          { type: 'tool_call', id: 't1', name: 'look', arguments: { at: 'it' } },
        ],
      },
    ]);
    expect(spans.json('chat claude-x', 'gen_ai.tool.definitions')).toEqual([
      { type: 'function', name: 'look', description: 'Looks.', parameters: { type: 'object' } },
    ]);
  }));

test('the code of a model runs inside its span, each step of a stream too', () =>
  recorded(async (spans) => {
    const model = new Talkative({});
    await model.invoke('x');
    for await (const _ of await model.stream('x'));

    const [invoked, streamed] = spans.spans.map((span) => span.spanContext().spanId);
    expect(model.spanIds).toEqual([invoked, streamed, streamed]);
  }));

test('a stream of events has the same single span', () =>
  recorded(async (spans) => {
    const names = new Set<string>();
    for await (const { event } of new Talkative({}).streamEvents('x', { version: 'v2' })) names.add(event);

    expect(names).toContain('on_chat_model_stream');
    expect(spans.tree()).toEqual(['chat claude-x']);
  }));

test('prompts answered by one call are a run each, and the usage of the call is counted once', () =>
  recorded(async (spans) => {
    const model = new Together({});
    const result = await model.generate(['a', 'b']);

    expect(result.generations.map((each) => each[0]?.text)).toEqual(['a!', 'b!']);
    expect(spans.tree()).toEqual(['text_completion', 'text_completion']);
    expect(spans.total('gen_ai.usage.input_tokens')).toBe(8);
  }));

test('a provider call that serves several runs is told so, and then no run counts its usage', () =>
  recorded(async (spans) => {
    const model = new Together({});
    model.onCall = () => {
      const run = modelRunOf(context.active());
      expect(run?.isShared).toBe(true);
      if (run !== undefined) run.state = 'served';
    };

    await model.generate(['a', 'b']);

    expect(spans.total('gen_ai.usage.input_tokens')).toBe(0);
    expect(spans.spans.map((span) => span.attributes['gen_ai.output.messages'])).toEqual([
      '[{"role":"assistant","parts":[{"type":"text","content":"a!"}]}]',
      '[{"role":"assistant","parts":[{"type":"text","content":"b!"}]}]',
    ]);
  }));

test('an answer from the cache has a span that says so, costs nothing and used nothing', () =>
  recorded(async (spans) => {
    const model = new FakeListChatModel({ responses: ['one', 'two'], cache: new InMemoryCache() });

    const first = await model.invoke('x');
    const second = await model.invoke('x');

    expect(second.content).toBe(first.content);
    expect(spans.tree()).toEqual(['chat', 'chat']);
    expect(spans.spans[0]?.attributes).not.toHaveProperty('tracewright.cache.hit');
    expect(spans.spans[1]?.attributes).toMatchObject({ 'tracewright.cache.hit': true, 'gen_ai.usage.cost': 0 });
    expect(spans.spans[1]?.attributes).not.toHaveProperty('gen_ai.usage.input_tokens');
    expect(spans.spans[1]?.attributes).not.toHaveProperty('gen_ai.response.time_to_first_chunk');
  }));
