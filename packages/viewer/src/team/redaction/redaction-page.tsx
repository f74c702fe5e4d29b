import type { RedactionRule } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Modal } from '../../ui/modal.tsx';
import { Section } from '../../ui/section.tsx';
import { PrivacyPages } from '../sub-pages.tsx';
import team from '../team.module.css';
import { TeamPage, Waiting } from '../team-page.tsx';
import { useList } from '../use-list.ts';
import { DryRun } from './dry-run.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleList } from './rule-list.tsx';
import { RuleTrial } from './rule-trial.tsx';

/** `/settings/redaction`: what is hidden before it is stored. */
export function RedactionPage(): VNode {
  const { answer, items, reload } = useList<RedactionRule>('/api/v1/redaction/rules');
  const [editing, setEditing] = useState<RedactionRule | 'new'>();
  const close = () => {
    setEditing(undefined);
    reload();
  };
  return (
    <TeamPage
      title="Redaction"
      lead="Rules hide parts of spans, logs and feedback before anything is stored. What is hidden is gone: nobody can bring it back."
      actions={
        <button type="button" class={team.primary} onClick={() => setEditing('new')}>
          New rule
        </button>
      }
    >
      <PrivacyPages />
      <Waiting answer={answer} />
      {answer.value && (
        <>
          <RuleList rules={items} onEdit={setEditing} onChanged={reload} />
          <Section title="Try them on a text" lead="What you paste here is stored nowhere.">
            <RuleTrial revision={JSON.stringify(items)} />
          </Section>
          <Section
            title="Try them on what is stored"
            lead="Stored traces stay as they are: this says what rules would have hidden in them, so that you see it before you rely on it."
          >
            <DryRun rules={items} />
          </Section>
        </>
      )}
      {editing && (
        <Modal label={editing === 'new' ? 'New rule' : 'Edit rule'} onClose={close}>
          <RuleForm rule={editing === 'new' ? undefined : editing} onCancel={close} onSaved={close} />
        </Modal>
      )}
    </TeamPage>
  );
}
