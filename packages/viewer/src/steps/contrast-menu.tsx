import type { AggregateAnswer, FacetsAnswer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { askedSpans, askedTraces } from '../api/asked.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Menu } from '../traces/toolbar/menu.tsx';
import style from '../traces/toolbar/menu-item.module.css';
import { type Contrast, rangeBefore, type StepsChange, type StepsQuery } from './steps-url.ts';

const MAX_CHOICES = 50;

export interface ContrastMenuProps {
  readonly query: StepsQuery;
  /** How the present comparison is called; undefined where there is none. */
  readonly label: string | undefined;
  readonly onChange: (change: StepsChange) => void;
}

/** Chooses what the steps are compared by: two times, two models, or two versions of a prompt. */
export function ContrastMenu({ query, label, onChange }: ContrastMenuProps): VNode {
  return (
    <Menu label={label ?? 'Compare'} title="Compare two groups of traces" isActive={label !== undefined}>
      {(close) => (
        <Choices
          query={query}
          onChange={(change) => {
            onChange(change);
            close();
          }}
        />
      )}
    </Menu>
  );
}

function Choices({ query, onChange }: Omit<ContrastMenuProps, 'label'>): VNode {
  const { q, from, to, vs } = query;
  const before = rangeBefore(from, to, Date.now());
  const paths = useMemo(() => {
    const filter = { filter: q, from, to };
    const versions = askedSpans(filter, 'prompt_version IS NOT NULL');
    versions.set('by', 'promptVersion');
    versions.set('limit', String(MAX_CHOICES));
    return {
      models: `/api/v1/facets?${askedTraces(filter, { fields: 'model', limit: String(MAX_CHOICES) })}`,
      versions: `/api/v1/aggregates?${versions}`,
    };
  }, [q, from, to]);
  const models = useAnswer<FacetsAnswer>(paths.models).value?.facets[0]?.values.map(({ value }) => value);
  const versions = useAnswer<AggregateAnswer>(paths.versions).value?.groups.flatMap(({ key }) => key[0] ?? []);
  return (
    <>
      {vs !== undefined && (
        <button
          type="button"
          class={style.item}
          onClick={() => onChange({ vs: undefined, x: undefined, y: undefined })}
        >
          No comparison
        </button>
      )}
      <button
        type="button"
        class={style.item}
        disabled={before === undefined}
        onClick={() => before && onChange({ vs: 'time', ...before })}
      >
        {before ? 'With the time before' : 'With the time before (choose a time range first)'}
      </button>
      <Pair title="Two models" contrast="model" values={models} query={query} onChange={onChange} />
      <Pair title="Two prompt versions" contrast="prompt" values={versions} query={query} onChange={onChange} />
    </>
  );
}

interface PairProps extends Omit<ContrastMenuProps, 'label'> {
  readonly title: string;
  readonly contrast: Contrast;
  /** Undefined while they are not known. */
  readonly values: readonly string[] | undefined;
}

function Pair({ title, contrast, values, query, onChange }: PairProps): VNode {
  const isChosen = query.vs === contrast;
  const [x, setX] = useState(isChosen ? (query.x ?? '') : '');
  const [y, setY] = useState(isChosen ? (query.y ?? '') : '');
  const choices = values ?? [];
  const isEnough = choices.length > 1;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ vs: contrast, x: x || choices[0], y: y || choices[1] });
      }}
    >
      <div class={style.rule} />
      <p class={style.note} aria-hidden={isEnough}>
        {isEnough || values === undefined ? title : `${title}: these traces have fewer`}
      </p>
      {isEnough && (
        <div class={style.form} role="group" aria-label={title}>
          <Choice label="From" values={choices} value={x || (choices[0] ?? '')} onChange={setX} />
          <Choice label="To" values={choices} value={y || (choices[1] ?? '')} onChange={setY} />
          <button type="submit" class={style.submit}>
            Compare
          </button>
        </div>
      )}
    </form>
  );
}

function Choice(props: {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}): VNode {
  return (
    <label class={style.field}>
      {props.label}
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}
