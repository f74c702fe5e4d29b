import type { VNode } from 'preact';
import style from './artifact-browser.module.css';
import { ArtifactTree } from './artifact-tree.tsx';
import { ArtifactPreview } from './preview/artifact-preview.tsx';

export interface ArtifactBrowserProps {
  readonly runId: string;
  /** Of the file that is shown, from the URL. */
  readonly path: string | undefined;
  readonly onPath: (path: string) => void;
}

/** The files of a run: the tree of them, and beside it what is in one. */
export function ArtifactBrowser({ runId, path, onPath }: ArtifactBrowserProps): VNode {
  return (
    <div class={style.browser}>
      <nav class={style.tree} aria-label="Artifacts">
        <ArtifactTree runId={runId} path="" selected={path} onSelect={onPath} />
      </nav>
      <div class={style.preview}>
        {path === undefined ? (
          <p class={style.hint}>Choose a file to see what is in it.</p>
        ) : (
          <ArtifactPreview key={path} runId={runId} path={path} />
        )}
      </div>
    </div>
  );
}
