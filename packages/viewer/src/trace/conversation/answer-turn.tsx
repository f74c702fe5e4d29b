import type { SpanDetail } from '@tracewright/schema';
import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Cost } from '../../ui/cost.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ChatPart } from './chat-part.tsx';
import type { AnswerTurn } from './conversation-turns.ts';
import style from './turn.module.css';

export interface AnswerTurnViewProps {
  readonly turn: AnswerTurn;
  readonly results: ReadonlyMap<string, unknown>;
  /** Name of the step that called, undefined for the root's own. */
  readonly within: string | undefined;
  readonly onOpen: () => void;
}

/** Reasons to stop that need no word. */
const USUAL: readonly (string | undefined)[] = [undefined, 'stop', 'tool_call', 'tool_calls', 'end_turn', 'tool_use'];

/** What a model said, and below it who, how long it took and what it cost. */
export function AnswerTurnView({ turn, results, within, onOpen }: AnswerTurnViewProps): VNode {
  const { detail, messages } = turn;
  return (
    <article
      class={classNames(style.turn, style.assistant, detail.status === 'error' && style.failed)}
      data-span-id={detail.spanId}
    >
      {messages.map((message, choice) => (
        <div key={choice} class={style.choice}>
          <header class={style.head}>
            <span class={style.role}>{message.role}</span>
            {messages.length > 1 && (
              <span class={style.name}>
                choice {choice + 1} of {messages.length}
              </span>
            )}
            {!USUAL.includes(message.finish_reason) && <span class={style.odd}>{message.finish_reason}</span>}
          </header>
          {message.parts.map((part, at) => (
            <ChatPart key={at} part={part} results={results} />
          ))}
        </div>
      ))}
      {(messages.length === 0 || detail.status === 'error') && <p class={style.silent}>{whyNothing(detail)}</p>}
      <footer class={style.facts}>
        <button type="button" class={style.open} onClick={onOpen} title="Open this call in the waterfall">
          {detail.model ?? detail.name}
          <Icon name="chevron" size={11} />
        </button>
        {within !== undefined && <span>in {within}</span>}
        <Facts turn={turn} />
      </footer>
    </article>
  );
}

function whyNothing({ status, statusMessage }: SpanDetail): string {
  if (status === 'running') return 'Still answering …';
  if (status === 'error') return statusMessage || 'The call failed.';
  return 'No answer was captured.';
}

function Facts({ turn: { detail, sentCount, repeatedCount } }: { readonly turn: AnswerTurn }): VNode {
  const { durationMs, ttftMs, usage, cost, isUsageEstimated, status } = detail;
  const { inputTokens, outputTokens } = usage;
  const hasTokens = inputTokens !== undefined || outputTokens !== undefined;
  return (
    <>
      {status !== 'running' && <span>{formatDuration(durationMs * 1_000)}</span>}
      {ttftMs !== null && <span>first token {formatDuration(ttftMs * 1_000)}</span>}
      {hasTokens && (
        <span title={isUsageEstimated ? 'Estimated: the provider did not report it' : undefined}>
          {isUsageEstimated && '≈ '}
          {inputTokens === undefined ? '–' : formatCount(inputTokens)} /{' '}
          {outputTokens === undefined ? '–' : formatCount(outputTokens)} tokens
        </span>
      )}
      {hasTokens && (
        <span>
          <Cost usd={cost?.totalUsd ?? null} isPartial={(cost?.unpriced.length ?? 0) > 0} hasUsage />
        </span>
      )}
      {repeatedCount > 0 && (
        <span title="Sent to the model again, shown above">
          {formatCount(repeatedCount)} of {formatCount(sentCount)} messages from before
        </span>
      )}
    </>
  );
}
