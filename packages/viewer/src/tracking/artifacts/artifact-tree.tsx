import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useAsked } from '../../api/use-answer.ts';
import { formatBytes } from '../../format/number.ts';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { LimitedList } from '../../ui/limited-list.tsx';
import { listArtifacts, type MlflowArtifact } from '../api/artifacts.ts';
import style from './artifact-tree.module.css';
import { baseName } from './base-name.ts';

/** Entries of a folder that are drawn at first. */
const STEP = 200;

export interface ArtifactTreeProps {
  readonly runId: string;
  /** Of the folder; '' for the root. */
  readonly path: string;
  readonly selected: string | undefined;
  readonly onSelect: (path: string) => void;
}

/** The files of a folder, those of its folders as they are opened. */
export function ArtifactTree({ runId, path, selected, onSelect }: ArtifactTreeProps): VNode {
  const { value, failure } = useAsked(`${runId}/${path}`, (abort) => listArtifacts(runId, path, abort));
  if (!value) return <p class={style.note}>{failure ? failure.message : 'Loading …'}</p>;
  if (value.length === 0) return <p class={style.note}>{path === '' ? 'No file was logged.' : 'empty'}</p>;
  const sorted = [...value].sort((a, b) => Number(b.is_dir) - Number(a.is_dir) || (a.path < b.path ? -1 : 1));
  return (
    <ul class={style.files}>
      <LimitedList
        items={sorted}
        step={STEP}
        noun="files"
        render={(entry) =>
          entry.is_dir ? (
            <Folder {...{ runId, selected, onSelect }} path={entry.path} />
          ) : (
            <File entry={entry} isSelected={entry.path === selected} onSelect={onSelect} />
          )
        }
      />
    </ul>
  );
}

interface FileProps {
  readonly entry: MlflowArtifact;
  readonly isSelected: boolean;
  readonly onSelect: (path: string) => void;
}

function File({ entry, isSelected, onSelect }: FileProps): VNode {
  return (
    <li>
      <button
        type="button"
        class={classNames(style.entry, isSelected && style.selected)}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => onSelect(entry.path)}
      >
        <Icon name="file" size={13} />
        <span class={style.name}>{baseName(entry.path)}</span>
        <span class={style.size}>{entry.file_size === undefined ? '' : formatBytes(entry.file_size)}</span>
      </button>
    </li>
  );
}

function Folder({ runId, path, selected, onSelect }: ArtifactTreeProps): VNode {
  const [isOpen, setOpen] = useState(selected?.startsWith(`${path}/`) ?? false);
  return (
    <li>
      <button type="button" class={style.entry} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class={classNames(style.chevron, isOpen && style.turned)}>
          <Icon name="chevron" size={12} />
        </span>
        <span class={style.name}>{baseName(path)}</span>
      </button>
      {isOpen && (
        <div class={style.below}>
          <ArtifactTree {...{ runId, path, selected, onSelect }} />
        </div>
      )}
    </li>
  );
}
