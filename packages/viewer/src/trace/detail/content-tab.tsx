import type { OutputMessage, SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { LimitedList } from '../../ui/limited-list.tsx';
import { MessageView } from '../content/message-view.tsx';
import { messagesIn } from '../content/messages-in.ts';
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
      {conversation.length > 0 && <Messages title="Input" messages={conversation} />}
      {input !== undefined && <Passed title="Input" value={input} />}
      {outputMessages.length > 0 && <Messages title="Output" messages={outputMessages} />}
      {output !== undefined && <Passed title="Output" value={output} />}
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

interface MessagesProps {
  readonly title: string;
  readonly messages: readonly OutputMessage[];
}

function Messages({ title, messages }: MessagesProps): VNode {
  return (
    <Section title={messages.length === 1 ? title : `${title}, ${messages.length} messages`}>
      <LimitedList
        items={messages}
        step={20}
        noun="messages"
        render={(message) => <MessageView message={message} finishReason={message.finish_reason} />}
      />
    </Section>
  );
}

/** What a step that is no call of a model was given, or passed on: a conversation as such, with the rest behind it. */
function Passed({ title, value }: { readonly title: string; readonly value: unknown }): VNode {
  const found = messagesIn(value);
  const rest = found ? found.rest : value;
  return (
    <>
      {found && <Messages title={title} messages={found.messages} />}
      {rest !== undefined && (
        <Section title={found ? `${title}, the rest` : title}>
          <ValueView value={rest} />
        </Section>
      )}
    </>
  );
}
