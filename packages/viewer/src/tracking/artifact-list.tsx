import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { artifactAddress, listArtifacts } from '../api/mlflow.ts';
import { useAsked } from '../api/use-answer.ts';
import { formatBytes } from '../format/number.ts';
import { Icon } from '../ui/icon.tsx';
import style from './artifact-list.module.css';

/** The files of a run, folder by folder as they are opened. */
export function ArtifactList({ runId, path = '' }: { readonly runId: string; readonly path?: string }): VNode {
  const { value, failure } = useAsked(`${runId}/${path}`, (abort) => listArtifacts(runId, path, abort));
  if (!value) return <p class={style.note}>{failure ? failure.message : 'Loading …'}</p>;
  if (value.length === 0) return <p class={style.note}>{path === '' ? 'None was logged.' : 'empty'}</p>;
  return (
    <ul class={style.files}>
      {value.map((entry) =>
        entry.is_dir ? (
          <Folder key={entry.path} runId={runId} path={entry.path} />
        ) : (
          <li key={entry.path} class={style.file}>
            <a href={artifactAddress(runId, entry.path)} download={nameOf(entry.path)}>
              {nameOf(entry.path)}
            </a>
            <span class={style.size}>{entry.file_size === undefined ? '' : formatBytes(entry.file_size)}</span>
          </li>
        ),
      )}
    </ul>
  );
}

function Folder({ runId, path }: { readonly runId: string; readonly path: string }): VNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <button type="button" class={style.folder} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class={isOpen ? style.turned : undefined}>
          <Icon name="chevron" size={12} />
        </span>
        {nameOf(path)}
      </button>
      {isOpen && <ArtifactList runId={runId} path={path} />}
    </li>
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
