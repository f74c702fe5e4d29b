import type { SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { LimitedList } from '../../ui/limited-list.tsx';
import { MessageView } from '../content/message-view.tsx';
import { ValueView } from '../content/value-view.tsx';
import style from './content-tab.module.css';
import { Documents } from './documents.tsx';
import { Section } from './section.tsx';

/** What went into a step and what came out of it. */
export function ContentTab({ detail }: { readonly detail: SpanDetail }): VNode {
  const { system, inputMessages, outputMessages, tools, documents, input, output, truncated } = detail.content;
  const conversation = [...system, ...inputMessages];
  const isEmpty =
    conversation.length + outputMessages.length + tools.length + documents.length === 0 &&
    input === undefined &&
    output === undefined;
  if (isEmpty) {
    return (
      <p class={style.note}>
        {detail.status === 'running'
          ? 'No content yet.'
          : 'This span carries no content: there was none, or it was not captured.'}
      </p>
    );
  }
  return (
    <>
      {truncated.length > 0 && <p class={style.cut}>Cut by the sender: {truncated.join(', ')}</p>}
      {conversation.length > 0 && (
        <Section title={`Input, ${conversation.length} ${conversation.length === 1 ? 'message' : 'messages'}`}>
          <LimitedList
            items={conversation}
            step={20}
            noun="messages"
            render={(message) => <MessageView message={message} />}
          />
        </Section>
      )}
      {input !== undefined && (
        <Section title="Input">
          <ValueView value={input} />
        </Section>
      )}
      {outputMessages.length > 0 && (
        <Section title="Output">
          {outputMessages.map((message, at) => (
            <MessageView key={at} message={message} finishReason={message.finish_reason} />
          ))}
        </Section>
      )}
      {output !== undefined && (
        <Section title="Output">
          <ValueView value={output} />
        </Section>
      )}
      {documents.length > 0 && <Documents documents={documents} />}
      {tools.length > 0 && (
        <Section title={`Tools offered, ${tools.length}`}>
          <LimitedList
            items={tools}
            step={20}
            noun="tools"
            render={(tool) => (
              <details class={style.tool}>
                <summary>
                  <code>{tool.name}</code> <span class={style.description}>{tool.description}</span>
                </summary>
                {tool.parameters !== undefined && <ValueView value={tool.parameters} />}
              </details>
            )}
          />
        </Section>
      )}
    </>
  );
}
