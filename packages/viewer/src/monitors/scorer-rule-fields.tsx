import type { OnlineJudgeTemplate, OnlineScorerRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import { SelectField } from '../ui/select.tsx';
import { CheckField, NumberField, TextField } from './fields.tsx';
import { ModelFields, type ModelFieldsProps, NEW_MODEL } from './model-fields.tsx';
import style from './monitors.module.css';

const KINDS: readonly (readonly [OnlineScorerRule['kind'], string])[] = [
  ['contains', 'contains texts'],
  ['regex', 'matches a pattern'],
  ['jsonSchema', 'is JSON by a schema'],
  ['length', 'is so long'],
  ['latency', 'keeps to a latency'],
  ['cost', 'keeps to a cost'],
  ['tokens', 'keeps to tokens'],
  ['tools', 'calls tools'],
  ['judge', 'a judge says so'],
];

const TEMPLATES: readonly (readonly [OnlineJudgeTemplate, string])[] = [
  ['answerRelevance', 'answers the question'],
  ['groundedness', 'stands on its context'],
  ['contextRelevance', 'context helps'],
  ['contextSufficiency', 'context is enough'],
  ['safety', 'is safe'],
  ['toxicity', 'is toxic'],
  ['hallucination', 'makes things up'],
  ['guidelines', 'keeps to guidelines'],
  ['custom', 'by own instructions'],
];

/** What a rule of a kind begins as. */
export function newRule(kind: OnlineScorerRule['kind']): OnlineScorerRule {
  switch (kind) {
    case 'contains':
      return { kind, texts: [''], mode: 'any', ignoreCase: true };
    case 'regex':
      return { kind, pattern: '', isFound: true };
    case 'jsonSchema':
      return { kind, schema: { type: 'object' }, allowFence: false };
    case 'length':
      return { kind, min: null, max: 1_000 };
    case 'latency':
      return { kind, maxMs: 5_000 };
    case 'cost':
      return { kind, maxUsd: 0.01 };
    case 'tokens':
      return { kind, max: 4_000 };
    case 'tools':
      return { kind, required: [], forbidden: [], maxCalls: null };
    case 'judge':
      return { kind, template: 'answerRelevance', model: NEW_MODEL, instructions: '', choices: null };
  }
}

export interface RuleFieldsProps extends Pick<ModelFieldsProps, 'keys'> {
  readonly rule: OnlineScorerRule;
  readonly onChange: (rule: OnlineScorerRule) => void;
}

/** What a scorer looks at. */
export function RuleFields({ rule, keys, onChange }: RuleFieldsProps): VNode {
  return (
    <>
      <SelectField
        class={style.field}
        label="An answer passes if it"
        value={rule.kind}
        options={KINDS}
        onChange={(kind) => onChange(newRule(kind))}
      />
      {rule.kind === 'judge' ? (
        <JudgeFields rule={rule} keys={keys} onChange={onChange} />
      ) : (
        <CodeFields rule={rule} onChange={onChange} />
      )}
    </>
  );
}

function JudgeFields({
  rule,
  keys,
  onChange,
}: RuleFieldsProps & { readonly rule: Extract<OnlineScorerRule, { readonly kind: 'judge' }> }): VNode {
  const { template, instructions } = rule;
  return (
    <>
      <SelectField
        class={style.field}
        label="Judged by"
        value={template}
        options={TEMPLATES}
        onChange={(chosen) => onChange({ ...rule, template: chosen })}
      />
      <ModelFields model={rule.model} keys={keys} onChange={(model) => onChange({ ...rule, model })} />
      {(template === 'custom' || template === 'guidelines') && (
        <TextField
          label={
            template === 'custom'
              ? 'Instructions, with {{inputs}}, {{outputs}} and {{context}}'
              : 'Guidelines, one a line'
          }
          value={instructions}
          isWide
          isRequired
          lines={4}
          onChange={(text) => onChange({ ...rule, instructions: text })}
        />
      )}
    </>
  );
}

function CodeFields({
  rule,
  onChange,
}: {
  readonly rule: Exclude<OnlineScorerRule, { readonly kind: 'judge' }>;
  readonly onChange: RuleFieldsProps['onChange'];
}): VNode {
  switch (rule.kind) {
    case 'contains':
      return (
        <>
          <SelectField
            class={style.field}
            label="Which"
            value={rule.mode}
            options={[
              ['any', 'any of them'],
              ['all', 'all of them'],
              ['none', 'none of them'],
            ]}
            onChange={(mode) => onChange({ ...rule, mode })}
          />
          <TextField
            label="Texts, one a line"
            value={rule.texts.join('\n')}
            lines={3}
            isRequired
            onChange={(text) => onChange({ ...rule, texts: text.split('\n') })}
          />
          <CheckField
            label="Capitals do not count"
            value={rule.ignoreCase}
            onChange={(ignoreCase) => onChange({ ...rule, ignoreCase })}
          />
        </>
      );
    case 'regex':
      return (
        <>
          <TextField
            label="Pattern (RE2)"
            value={rule.pattern}
            isRequired
            onChange={(pattern) => onChange({ ...rule, pattern })}
          />
          <CheckField
            label="Passes where it is found"
            value={rule.isFound}
            onChange={(isFound) => onChange({ ...rule, isFound })}
          />
        </>
      );
    case 'jsonSchema':
      return <SchemaField rule={rule} onChange={onChange} />;
    case 'length':
      return (
        <>
          <NumberField label="At least, characters" value={rule.min} onChange={(min) => onChange({ ...rule, min })} />
          <NumberField label="At most, characters" value={rule.max} onChange={(max) => onChange({ ...rule, max })} />
        </>
      );
    case 'latency':
      return (
        <NumberField
          label="At most, ms"
          value={rule.maxMs}
          isRequired
          onChange={(maxMs) => onChange({ ...rule, maxMs: maxMs ?? 0 })}
        />
      );
    case 'cost':
      return (
        <NumberField
          label="At most, USD"
          value={rule.maxUsd}
          isRequired
          onChange={(maxUsd) => onChange({ ...rule, maxUsd: maxUsd ?? 0 })}
        />
      );
    case 'tokens':
      return (
        <NumberField
          label="At most, tokens"
          value={rule.max}
          isRequired
          onChange={(max) => onChange({ ...rule, max: Math.round(max ?? 0) })}
        />
      );
    case 'tools':
      return (
        <>
          <TextField
            label="Has to call"
            value={rule.required.join(', ')}
            onChange={(text) => onChange({ ...rule, required: namesIn(text) })}
          />
          <TextField
            label="Must not call"
            value={rule.forbidden.join(', ')}
            onChange={(text) => onChange({ ...rule, forbidden: namesIn(text) })}
          />
          <NumberField
            label="At most, calls"
            value={rule.maxCalls}
            onChange={(maxCalls) => onChange({ ...rule, maxCalls })}
          />
        </>
      );
  }
}

function SchemaField({
  rule,
  onChange,
}: {
  readonly rule: Extract<OnlineScorerRule, { readonly kind: 'jsonSchema' }>;
  readonly onChange: RuleFieldsProps['onChange'];
}): VNode {
  return (
    <TextField
      label="JSON Schema"
      value={JSON.stringify(rule.schema, undefined, 1)}
      isWide
      isRequired
      lines={6}
      onChange={(text) => {
        try {
          const schema: unknown = JSON.parse(text);
          if (typeof schema === 'object' && schema !== null && !Array.isArray(schema))
            onChange({ ...rule, schema: schema as typeof rule.schema });
        } catch {
          // Until it is JSON again, what it was before stands.
        }
      }}
    />
  );
}

function namesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
