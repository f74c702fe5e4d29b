import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useAsked } from '../../../api/use-answer.ts';
import { formatBytes } from '../../../format/number.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { artifactAddress, readArtifactText } from '../../api/artifacts.ts';
import { baseName } from '../base-name.ts';
import style from './artifact-preview.module.css';
import { previewKind } from './preview-kind.ts';
import { TextPreview } from './text-preview.tsx';

/** Of a file that is read to be shown: more would not be looked at. */
const MAX_BYTES = 2_000_000;

export interface ArtifactPreviewProps {
  readonly runId: string;
  readonly path: string;
}

/** What is in a file of a run, as far as it can be shown, and the way to all of it. */
export function ArtifactPreview({ runId, path }: ArtifactPreviewProps): VNode {
  const address = artifactAddress(runId, path);
  const kind = previewKind(path);
  return (
    <article class={style.preview} aria-label={path}>
      <header class={style.head}>
        <h2 class={style.path}>{path}</h2>
        <CopyButton text={path} label="the path" />
        <a class={style.download} href={address} download={baseName(path)}>
          <Icon name="download" size={13} /> Download
        </a>
      </header>
      {kind === 'image' && <Picture key={address} address={address} name={baseName(path)} />}
      {kind === 'none' && <p class={style.note}>There is no preview of such a file.</p>}
      {kind !== 'image' && kind !== 'none' && <ReadPreview runId={runId} path={path} kind={kind} />}
    </article>
  );
}

function Picture({ address, name }: { readonly address: string; readonly name: string }): VNode {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <p class={style.note}>The file cannot be shown as a picture.</p>;
  return <img class={style.image} src={address} alt={name} onError={() => setBroken(true)} />;
}

interface ReadPreviewProps extends ArtifactPreviewProps {
  readonly kind: Exclude<ReturnType<typeof previewKind>, 'image' | 'none'>;
}

function ReadPreview({ runId, path, kind }: ReadPreviewProps): VNode {
  const answer = useAsked(`${runId} ${path}`, (abort) => readArtifactText(runId, path, MAX_BYTES, abort));
  const { value, failure } = answer;
  if (!value) {
    return (
      <p class={style.note} role={failure ? 'alert' : 'status'}>
        {failure ? failure.message : 'Loading …'}
      </p>
    );
  }
  if (value.text === '') return <p class={style.note}>The file is empty.</p>;
  // No text has such a character.
  if (value.text.includes('\0')) return <p class={style.note}>There is no preview of such a file.</p>;
  return (
    <>
      {!value.isWhole && (
        <p class={style.note} role="status">
          The first {formatBytes(MAX_BYTES)} of it; the download has all.
        </p>
      )}
      <TextPreview text={value.text} isWhole={value.isWhole} kind={kind} runId={runId} />
    </>
  );
}
