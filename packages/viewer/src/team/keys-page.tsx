import type { KeyItem, NewKey } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Modal } from '../ui/modal.tsx';
import { useChange } from './change.ts';
import { FailureLine } from './failure-line.tsx';
import { Moment } from './moment.tsx';
import { NewKeyForm } from './new-key-form.tsx';
import { NewKeySecret } from './new-key-secret.tsx';
import { useExperimentNames } from './picker/use-experiment-names.ts';
import { RowButton } from './row-button.tsx';
import style from './team.module.css';
import { TeamPage, Waiting } from './team-page.tsx';
import { useList } from './use-list.ts';
import { useLongList } from './use-long-list.tsx';

/** `/settings/keys`: what programs show that send spans or ask for them. */
export function KeysPage(): VNode {
  const { answer, items, reload } = useList<KeyItem>('/api/v1/keys');
  const [isAsking, setIsAsking] = useState(false);
  const [made, setMade] = useState<NewKey>();
  const { isBusy, failure, run } = useChange();
  const nameOf = useExperimentNames(items.some(({ experiments }) => experiments !== null));
  const { shown, find, more } = useLongList(
    items,
    'keys',
    ({ name, id, createdBy }) => `${name} tw_${id} ${createdBy}`,
  );
  const revoke = ({ id, name }: KeyItem) =>
    run(() => sendJson<void>('DELETE', `/api/v1/keys/${encodeURIComponent(id)}`).finally(reload), {
      title: `Revoke the key “${name}”?`,
      says: 'What uses it is refused from now on, for good. The key stays listed.',
      action: 'Revoke',
    });
  return (
    <TeamPage
      title="Keys"
      lead={
        <>
          Programs send a key as <code>Authorization: Bearer</code>, MLflow’s clients as a password. Give each no more
          than it needs: an app that sends traces needs <em>ingest</em> alone.
        </>
      }
      actions={
        <button type="button" class={style.primary} onClick={() => setIsAsking(true)}>
          New key
        </button>
      }
    >
      <Waiting answer={answer} />
      <FailureLine failure={failure} />
      {answer.value && items.length === 0 && <p class={style.none}>There is no key yet.</p>}
      {find}
      {shown.length > 0 && (
        <DataTable
          caption="Keys"
          isCaptionHidden
          columns={[
            { title: 'Key' },
            { title: 'May' },
            { title: 'Experiments', isMinor: true },
            { title: 'Last used' },
            { title: 'Expires', isMinor: true },
            { title: 'Made by', isMinor: true },
            { title: 'Change', isNumber: true },
          ]}
          rows={shown.map((key) => [
            <span key="name">
              {key.name} <code class={style.muted}>tw_{key.id}_…</code>
              {stateOf(key) && <span class={`${style.mark} ${style.off}`}>{stateOf(key)}</span>}
            </span>,
            key.scopes.join(', '),
            <span key="experiments" class={style.wrap}>
              {key.experiments === null ? 'all' : key.experiments.map(nameOf).join(', ')}
            </span>,
            <Moment key="used" ns={key.lastUsedNs} />,
            <Moment key="expires" ns={key.expiresNs} />,
            key.createdBy,
            key.revokedNs === null ? (
              <RowButton
                key="revoke"
                says="Revoke"
                of={key.name}
                isDanger
                isBusy={isBusy}
                onClick={() => revoke(key)}
              />
            ) : (
              ''
            ),
          ])}
        />
      )}
      {more}
      {isAsking && (
        <Modal label="New key" onClose={() => setIsAsking(false)}>
          <NewKeyForm
            onCancel={() => setIsAsking(false)}
            onMade={(key) => {
              setIsAsking(false);
              setMade(key);
              reload();
            }}
          />
        </Modal>
      )}
      {made && (
        <Modal label="Your new key" onClose={() => setMade(undefined)}>
          <NewKeySecret made={made} onClose={() => setMade(undefined)} />
        </Modal>
      )}
    </TeamPage>
  );
}

function stateOf({ revokedNs, expiresNs }: KeyItem): string | undefined {
  if (revokedNs !== null) return 'revoked';
  const isOver = expiresNs !== null && BigInt(expiresNs) <= BigInt(Date.now()) * 1_000_000n;
  return isOver ? 'expired' : undefined;
}
