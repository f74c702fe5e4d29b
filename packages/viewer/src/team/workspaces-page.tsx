import type { NewWorkspaceBody, WorkspaceItem } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { who } from '../api/session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Modal } from '../ui/modal.tsx';
import { useChange } from './change.ts';
import { FailureLine } from './failure-line.tsx';
import { DialogForm, TextField } from './form-field.tsx';
import { Moment } from './moment.tsx';
import { RowButton } from './row-button.tsx';
import { enterWorkspace } from './sign-in-and-out.ts';
import style from './team.module.css';
import { TeamPage, Waiting } from './team-page.tsx';
import { useList } from './use-list.ts';

/** `/settings/workspaces`: the teams of the installation. */
export function WorkspacesPage(): VNode {
  const { answer, items, reload } = useList<WorkspaceItem>('/api/v1/workspaces');
  const [isAsking, setIsAsking] = useState(false);
  const { isBusy, failure, run } = useChange();
  const here = who.value?.me?.workspaceId;
  const archive = ({ id, state }: WorkspaceItem) => {
    const isActive = state === 'active';
    const question = {
      title: `Archive the workspace ${id}?`,
      says: 'It keeps what it has, but nobody sees it and nothing goes in.',
      action: 'Archive',
    };
    const change = { state: isActive ? 'archived' : 'active' };
    run(
      () => sendJson<void>('PATCH', `/api/v1/workspaces/${encodeURIComponent(id)}`, change).finally(reload),
      isActive ? question : undefined,
    );
  };
  return (
    <TeamPage
      title="Workspaces"
      lead="Each team has one of its own: nothing of one can be seen from another. Programs are in that of their key."
      actions={
        <button type="button" class={style.primary} onClick={() => setIsAsking(true)}>
          New workspace
        </button>
      }
    >
      <Waiting answer={answer} />
      <FailureLine failure={failure} />
      {items.length > 0 && (
        <DataTable
          caption="Workspaces"
          isCaptionHidden
          columns={[
            { title: 'Workspace' },
            { title: 'What for', isMinor: true },
            { title: 'Made', isMinor: true },
            { title: 'Change', isNumber: true },
          ]}
          rows={items.map((workspace) => [
            <span key="name">
              {workspace.name || workspace.id}
              {workspace.name !== '' && workspace.name !== workspace.id && (
                <code class={style.muted}> {workspace.id}</code>
              )}
              {workspace.id === here && <span class={style.mark}>open</span>}
              {workspace.state === 'archived' && <span class={`${style.mark} ${style.off}`}>archived</span>}
            </span>,
            <span key="what" class={style.wrap}>
              {workspace.description || '–'}
            </span>,
            <Moment key="made" ns={workspace.createdNs} />,
            <span key="change" class={style.ends}>
              {workspace.id !== here && workspace.state === 'active' && (
                <RowButton says="Open" of={workspace.id} onClick={() => enterWorkspace(workspace.id)} />
              )}
              {workspace.id !== 'default' && (
                <RowButton
                  says={workspace.state === 'active' ? 'Archive' : 'Restore'}
                  of={workspace.id}
                  isBusy={isBusy}
                  onClick={() => archive(workspace)}
                />
              )}
            </span>,
          ])}
        />
      )}
      {isAsking && (
        <Modal label="New workspace" onClose={() => setIsAsking(false)}>
          <NewWorkspaceForm
            onCancel={() => setIsAsking(false)}
            onMade={() => {
              setIsAsking(false);
              reload();
            }}
          />
        </Modal>
      )}
    </TeamPage>
  );
}

function NewWorkspaceForm(props: { readonly onMade: () => void; readonly onCancel: () => void }): VNode {
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const { isBusy, failure, run } = useChange();
  const submit = () =>
    run(async () => {
      const body: NewWorkspaceBody = {
        id: id.trim(),
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(description.trim() !== '' && { description: description.trim() }),
      };
      await sendJson('POST', '/api/v1/workspaces', body);
      props.onMade();
    });
  return (
    <DialogForm
      title="New workspace"
      submit="Make the workspace"
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
      onCancel={props.onCancel}
    >
      <TextField
        label="Id"
        hint="Requests name it by this, for good: small letters, digits and hyphens."
        isRequired
        value={id}
        onValue={setId}
      />
      <TextField label="Name" value={name} onValue={setName} />
      <TextField label="What for" value={description} onValue={setDescription} />
    </DialogForm>
  );
}
