import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { DataTable } from '../../ui/data-table.tsx';
import { deleteVersion, describeVersion, type MlflowModelVersion } from '../api/registry.ts';
import { ConfirmMenu } from '../edit/confirm-menu.tsx';
import { EditableNote } from '../edit/editable-note.tsx';
import { Moment } from '../page/run-facts.tsx';
import { AliasEditor } from './alias-editor.tsx';
import style from './registry.module.css';
import { StageMenu } from './stage-menu.tsx';

export interface VersionsTableProps {
  /** The newest first. */
  readonly versions: readonly MlflowModelVersion[];
  /** Versions by alias. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The one that the page is about. */
  readonly meant: string | undefined;
  readonly onChanged: () => void;
}

/** Versions with what can be done with each. */
export function VersionsTable({ versions, aliases, meant, onChanged }: VersionsTableProps): VNode {
  return (
    <div class={style.versions}>
      <DataTable
        caption="Versions, the newest first"
        isCaptionHidden
        columns={[
          { title: 'Version' },
          { title: 'Stage' },
          { title: 'Aliases' },
          { title: 'Registered' },
          { title: 'From' },
          { title: 'Description' },
          { title: 'Actions' },
        ]}
        rows={versions.map((version) => [
          <span key="version" aria-current={version.version === meant ? 'true' : undefined} class={style.version}>
            {version.version}
          </span>,
          <StageMenu key="stage" version={version} onChanged={onChanged} />,
          <AliasEditor
            key="aliases"
            name={version.name}
            version={version.version}
            aliases={version.aliases ?? []}
            known={aliases}
            onChanged={onChanged}
          />,
          <Moment key="created" ms={version.creation_timestamp} />,
          version.run_id ? (
            <Link key="run" href={`/runs/${version.run_id}`} title={version.source}>
              its run
            </Link>
          ) : (
            <span key="source" class={style.source}>
              {version.source ?? '–'}
            </span>
          ),
          <div key="description" class={style.prose}>
            <EditableNote
              key={version.description}
              text={version.description ?? ''}
              of={`version ${version.version}`}
              onSave={(text) => describeVersion(version.name, version.version, text).then(onChanged)}
            />
          </div>,
          <ConfirmMenu
            key="delete"
            label="Delete"
            title={`Delete version ${version.version}`}
            onConfirm={() => deleteVersion(version.name, version.version).then(onChanged)}
          >
            Version {version.version} goes for good, with its aliases and tags. What its run has logged stays.
          </ConfirmMenu>,
        ])}
      />
    </div>
  );
}
