import type { Erasure } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { SelectField } from '../../ui/select.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import { TextField } from '../form-field.tsx';
import team from '../team.module.css';
import { ErasePreview } from './erase-preview.tsx';
import { ErasureReport } from './erasure-report.tsx';
import { askToErase, type Subject } from './erasures-api.ts';

const KINDS: readonly (readonly [Subject['of'], string])[] = [
  ['user', 'User'],
  ['session', 'Session'],
];

/** What has been done so far on the way to a deletion. */
type Step =
  | { readonly at: 'preview'; readonly subject: Subject; readonly erasure: Erasure }
  | { readonly at: 'report'; readonly erasure: Erasure };

/** Asks of whom everything is to go, shows how much that is, and then what has gone. */
export function EraseForm({ onChanged }: { readonly onChanged: () => void }): VNode {
  const [of, setOf] = useState<Subject['of']>('user');
  const [value, setValue] = useState('');
  const [step, setStep] = useState<Step>();
  const { isBusy, failure, run } = useChange();
  const preview = () =>
    run(async () => {
      const subject = { of, value: value.trim() };
      setStep({ at: 'preview', subject, erasure: await askToErase({ ...subject, dryRun: true }) });
    });
  return (
    <>
      <form
        class={team.row}
        onSubmit={(event) => {
          event.preventDefault();
          preview();
        }}
      >
        <SelectField class={team.field} label="Everything of a" value={of} options={KINDS} onChange={setOf} />
        <TextField
          label="Whose id in spans is"
          isRequired
          maxLength={1_024}
          value={value}
          onValue={setValue}
          {...(value !== value.trim() && { hint: 'Spaces around it are left out.' })}
        />
        <button type="submit" class={team.button} disabled={isBusy || value.trim() === ''}>
          Show what goes
        </button>
      </form>
      <FailureLine failure={failure} />
      {step?.at === 'preview' && (
        <ErasePreview
          key={step.erasure.id}
          subject={step.subject}
          begun={step.erasure}
          onCancel={() => setStep(undefined)}
          onErasing={(erasure) => {
            setStep({ at: 'report', erasure });
            setValue('');
          }}
        />
      )}
      {step?.at === 'report' && <ErasureReport key={step.erasure.id} begun={step.erasure} onDone={onChanged} />}
    </>
  );
}
