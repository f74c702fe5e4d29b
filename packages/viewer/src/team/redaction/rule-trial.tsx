import type { RedactionRuleBody, RedactionTrial, RedactionTrialBody } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sendJson } from '../../api/request.ts';
import { useAsked } from '../../api/use-answer.ts';
import { formatCount } from '../../format/number.ts';
import { TextField } from '../form-field.tsx';
import team from '../team.module.css';
import { MarkedText } from './marked-text.tsx';
import style from './redaction.module.css';

/** So long after the last key the text is tried, ms. */
const REST_MS = 250;
const MAX_LENGTH = 100_000;
const EXAMPLE = '{"from": "ann@example.com", "card": "4111 1111 1111 1111"}';

export interface RuleTrialProps {
  /** Undefined: those of the workspace that are enabled. */
  readonly rules?: readonly RedactionRuleBody[];
  /** Changes whenever rules that are not given do. */
  readonly revision?: string;
}

/** What rules make of a text that somebody pastes: nothing of it is stored. */
export function RuleTrial({ rules, revision = '' }: RuleTrialProps): VNode {
  const [text, setText] = useState('');
  const [key, setKey] = useState('');
  const place = key.trim();
  const body: RedactionTrialBody = {
    text,
    ...(place !== '' && { key: place }),
    ...(rules && { rules: tried(rules, place) }),
  };
  const question = useRested(text === '' ? undefined : `${revision} ${JSON.stringify(body)}`);
  const { value, failure, isCurrent } = useAsked(question, (abort) =>
    sendJson<RedactionTrial>('POST', '/api/v1/redaction/try', body, abort),
  );
  return (
    <div class={`${style.trial} ${team.onPage}`}>
      <label class={team.field}>
        Text to try
        <textarea
          rows={4}
          maxLength={MAX_LENGTH}
          spellcheck={false}
          placeholder={EXAMPLE}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div class={style.key}>
        <TextField
          label="As the attribute"
          hint="Its key, where it matters: some rules look into single attributes."
          value={key}
          onValue={setKey}
        />
      </div>
      {text !== '' && failure && (
        <p class={team.failure} role="alert">
          {failure.message}
        </p>
      )}
      {text !== '' && !failure && value && (
        <div class={style.outcome} aria-busy={!isCurrent}>
          <p class={style.label}>It is stored as</p>
          {value.text === null ? (
            <p class={team.muted}>nothing: the attribute is left out</p>
          ) : (
            <pre class={style.text} tabIndex={0}>
              <MarkedText text={value.text} names={value.rules.map(({ name }) => name)} />
            </pre>
          )}
          <p class={team.hint} role="status">
            {foundText(value)}
          </p>
        </div>
      )}
    </div>
  );
}

/** As long as no attribute is named, what rules would do in those that they look into. */
function tried(rules: readonly RedactionRuleBody[], place: string): readonly RedactionRuleBody[] {
  return place === '' ? rules.map((rule) => ({ ...rule, keys: [] })) : rules;
}

/** The question, once it has stayed the same for a while. */
function useRested(question: string | undefined): string | undefined {
  const [rested, setRested] = useState(question);
  useEffect(() => {
    const timer = setTimeout(() => setRested(question), REST_MS);
    return () => clearTimeout(timer);
  }, [question]);
  return question === undefined ? undefined : rested;
}

function foundText({ rules }: RedactionTrial): string {
  const found = rules.filter(({ matchCount }) => matchCount > 0);
  if (rules.length === 0) return 'There is no rule that would be applied.';
  if (found.length === 0) return 'No rule finds anything in it.';
  return found.map(({ name, matchCount }) => `${name}: ${formatCount(matchCount)}`).join(', ');
}
