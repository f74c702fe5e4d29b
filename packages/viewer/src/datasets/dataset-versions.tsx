import type { DatasetVersion } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import style from '../tracking/models/registry.module.css';
import { DataTable } from '../ui/data-table.tsx';
import { isForNewTab } from '../window/row-click.ts';
import { datasetHref } from './dataset-href.ts';
import datasets from './datasets.module.css';
import { NsMoment } from './ns-moment.tsx';

export interface DatasetVersionsProps {
  readonly id: string;
  /** The newest first. */
  readonly versions: readonly DatasetVersion[];
  readonly shown: number | undefined;
  readonly onShow: (version: number) => void;
}

/** The change log of a dataset. */
export function DatasetVersions({ id, versions, shown, onShow }: DatasetVersionsProps): VNode {
  return (
    <div class={style.versions}>
      <DataTable
        caption="Versions, the newest first"
        isCaptionHidden
        columns={[
          { title: 'Version' },
          { title: 'Records', isNumber: true },
          { title: 'What has changed' },
          { title: 'Made' },
          { title: 'By', isMinor: true },
          { title: 'Digest', isMinor: true },
        ]}
        rows={versions.map(({ version, recordCount, note, pointer, createdNs, by, digest }) => [
          <Link
            key="version"
            href={datasetHref(id, version)}
            className={style.version}
            aria-current={version === shown ? 'true' : undefined}
            onClick={(event: MouseEvent) => {
              if (isForNewTab(event)) return;
              event.preventDefault();
              onShow(version);
            }}
          >
            {version}
          </Link>,
          formatCount(recordCount),
          <div key="note" class={style.prose}>
            {note ?? (pointer === null ? '–' : '')}
            {pointer !== null && (
              <span class={datasets.pointer}>
                {pointer.path} <code>md5 {pointer.md5.slice(0, 12)}</code>
                {pointer.revision !== null && ` at ${pointer.revision.slice(0, 12)}`}
                {pointer.repository !== null && ` of ${pointer.repository}`}
              </span>
            )}
          </div>,
          <NsMoment key="made" ns={createdNs} />,
          by,
          <code key="digest" title={digest}>
            {digest.slice(0, 12)}
          </code>,
        ])}
      />
    </div>
  );
}
