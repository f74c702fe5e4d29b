import type { Erasure } from '@tracewright/schema';
import type { VNode } from 'preact';
import { Section } from '../../ui/section.tsx';
import { PrivacyPages } from '../sub-pages.tsx';
import { TeamPage, Waiting } from '../team-page.tsx';
import { useList } from '../use-list.ts';
import { EraseForm } from './erase-form.tsx';
import { ErasureHistory } from './erasure-history.tsx';
import { ERASURES } from './erasures-api.ts';

/** `/settings/privacy`: deleting everything of somebody, and what was deleted before. */
export function PrivacyPage(): VNode {
  const { answer, items, reload } = useList<Erasure>(ERASURES);
  return (
    <TeamPage
      title="Deletion"
      lead="Everything of a user or of a session goes: traces with their contents, feedback, rows of evaluations and records of datasets that were made of them, rows of tables, and files of runs about them."
    >
      <PrivacyPages />
      <Waiting answer={answer} />
      {answer.value && (
        <>
          <Section title="Delete everything of somebody" lead="First you are shown how much there is.">
            <EraseForm onChanged={reload} />
          </Section>
          <Section
            title="What was asked for"
            lead="Whom it was about is forgotten once it is done; what was deleted is not."
          >
            <ErasureHistory erasures={items} />
          </Section>
        </>
      )}
    </TeamPage>
  );
}
