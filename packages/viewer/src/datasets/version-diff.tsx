import type { DatasetChange, DatasetDiff, DatasetVersion } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAsked } from '../api/use-answer.ts';
import { TextDiff } from '../diff/text-diff.tsx';
import { formatCount } from '../format/number.ts';
import { ValueView } from '../trace/content/value-view.tsx';
import { useChange } from '../tracking/edit/use-change.ts';
import { VersionChoice } from '../tracking/models/version-choice.tsx';
import { Pending } from '../tracking/page/unanswered.tsx';
import datasets from './datasets.module.css';
import { getDiff } from './datasets-api.ts';
import style from './version-diff.module.css';

const LABELS = { changed: 'Changed', added: 'New', removed: 'Gone' } as const;

export interface VersionDiffProps {
  readonly id: string;
  /** The newest first. */
  readonly versions: readonly DatasetVersion[];
  /** Number of the other version, as the URL has it. Default: the one before. */
  readonly before: string | undefined;
  readonly after: DatasetVersion;
  readonly onBefore: (version: string) => void;
}

/** What differs between two versions, record by record, those that have changed first. */
export function VersionDiff({ id, versions, before, after, onBefore }: VersionDiffProps): VNode {
  const numbers = versions.map(({ version }) => version).filter((version) => version !== after.version);
  const other =
    numbers.find((version) => String(version) === before) ??
    numbers.find((version) => version < after.version) ??
    numbers[0] ??
    after.version;
  const places = { before: other, after: after.version };
  const answer = useAsked(`dataset diff ${id} ${other} ${after.version}`, (abort) =>
    getDiff(id, places, undefined, abort),
  );
  return (
    <>
      <div class={datasets.choices}>
        <VersionChoice
          label={`Version ${after.version} against`}
          versions={numbers.map(String)}
          value={String(other)}
          onChange={onBefore}
        />
      </div>
      {answer.value === undefined || !answer.isCurrent ? (
        <Pending answer={answer} />
      ) : (
        <Changes key={`${other} ${after.version}`} id={id} places={places} first={answer.value} />
      )}
    </>
  );
}

interface ChangesProps {
  readonly id: string;
  readonly places: { readonly before: number; readonly after: number };
  readonly first: DatasetDiff;
}

function Changes({ id, places, first }: ChangesProps): VNode {
  const [later, setLater] = useState<readonly DatasetDiff[]>([]);
  useEffect(() => setLater([]), [first]);
  const change = useChange();
  const items = [first, ...later].flatMap((page) => page.items);
  const next = (later.at(-1) ?? first).nextCursor;
  return (
    <>
      <p class={style.counts} role="status">
        {formatCount(first.changed)} changed, {formatCount(first.added)} new, {formatCount(first.removed)} gone,{' '}
        {formatCount(first.same)} the same
      </p>
      {items.map((item) => (
        <RecordChange key={`${item.kind} ${item.id}`} change={item} />
      ))}
      {next !== null && (
        <button
          type="button"
          class={datasets.commit}
          disabled={change.isBusy}
          onClick={() => void change.make(async () => setLater([...later, await getDiff(id, places, next)]))}
        >
          More changes
        </button>
      )}
      {change.failure !== undefined && <p role="alert">{change.failure}</p>}
    </>
  );
}

function RecordChange({ change: { kind, id, before, after, paths } }: { readonly change: DatasetChange }): VNode {
  const shown = after ?? before;
  return (
    <article class={style.change} aria-label={`${LABELS[kind]}: ${id}`}>
      <header class={style.head}>
        <b class={style[kind]}>{LABELS[kind]}</b>
        <code>{id}</code>
      </header>
      {kind !== 'changed' && <ValueView value={shown?.inputs} isFolded />}
      {kind === 'changed' && (
        <>
          <ValueView value={shown?.inputs} isFolded />
          {paths.map((path) => (
            <div key={path} class={style.field}>
              <h3 class={style.path}>{path}</h3>
              <TextDiff before={textAt(before, path)} after={textAt(after, path)} />
            </div>
          ))}
        </>
      )}
    </article>
  );
}

/** What stands at a path as the server writes it, such as `inputs.messages[0].content`. */
function textAt(record: DatasetChange['before'], path: string): string {
  let value: unknown = record;
  for (const [, name, index, key] of path.matchAll(/(?:^|\.)([\p{L}\p{N}_$-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gu)) {
    const step = name ?? (index === undefined ? String(JSON.parse(key ?? '""')) : index);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
  }
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
