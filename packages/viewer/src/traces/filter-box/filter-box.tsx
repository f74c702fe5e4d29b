import type { FilterField } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { checkFilter, getFilterFields } from '../../api/filters.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { onPageKeys } from '../../ui/page-keys.ts';
import { type Choice, completeFilter } from './complete-filter.ts';
import style from './filter-box.module.css';
import { type FilterLanguage, TRACE_FILTERS } from './filter-language.ts';
import { FilterMarks } from './filter-marks.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { NOTHING_KNOWN } from './known-values.ts';
import { useFilterCheck } from './use-filter-check.ts';

const PANEL_ID = 'filter-panel';

export interface FilterBoxProps {
  /** Of traces by default. */
  readonly language?: FilterLanguage;
  /** The filter of the page, as it is in the URL. */
  readonly applied: string;
  /** Only with filters that can be read. */
  readonly onApply: (filter: string) => void;
  /** As it is written, for whoever has a button of their own to apply it. */
  readonly onDraft?: (draft: string) => void;
}

/** Where a filter is written: completed from the collector's table of fields, checked by the collector, applied by Enter. */
export function FilterBox({ language = TRACE_FILTERS, applied, onApply, onDraft }: FilterBoxProps): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(applied);
  const [caret, setCaret] = useState(0);
  const [fields, setFields] = useState<readonly FilterField[]>([]);
  const [known, setKnown] = useState(NOTHING_KNOWN);
  const [isOpen, setOpen] = useState(false);
  const [chosen, choose] = useState(-1);
  const [isAsked, setAsked] = useState(false);
  const [scrolledPx, setScrolled] = useState(0);
  const found = useFilterCheck(draft, language.target);
  // What is only not yet complete is no fault before Enter says that it is meant so.
  const fault = found && (isAsked || draft === applied || found.start < draft.trimEnd().length) ? found : undefined;
  const completion = completeFilter(draft, caret, fields, known, language);

  // Another filter came by the URL, as with the back button.
  useEffect(() => setDraft(applied), [applied]);
  useEffect(() => onPageKeys({ '/': { says: 'write a filter', run: () => input.current?.focus() } }), []);
  // An accepted choice leaves the caret behind it, once it has been drawn.
  const wantedCaret = useRef<number>();
  useLayoutEffect(() => {
    const at = wantedCaret.current;
    wantedCaret.current = undefined;
    if (at !== undefined) input.current?.setSelectionRange(at, at);
  }, [draft]);

  const draftIs = (text: string) => {
    setDraft(text);
    onDraft?.(text);
  };
  const write = (text: string, at: number) => {
    draftIs(text);
    setCaret(at);
    choose(-1);
    setAsked(false);
    setOpen(true);
  };
  const accept = ({ insert }: Choice) => {
    const { start, end } = completion;
    wantedCaret.current = start + insert.length;
    write(draft.slice(0, start) + insert + draft.slice(end).trimStart(), wantedCaret.current);
    input.current?.focus();
  };
  const apply = async (filter: string) => {
    setAsked(true);
    // Where nothing answers, the list is who says so.
    const check = await checkFilter(filter, language.target).catch(() => undefined);
    // Meanwhile more can have been written, or the page left.
    if (check?.ok === false || input.current?.value !== filter) return;
    setOpen(false);
    if (filter.trim() !== applied) onApply(filter.trim());
  };
  const clear = () => {
    draftIs('');
    if (applied !== '') onApply('');
    input.current?.focus();
  };
  const noteCaret = () => setCaret(input.current?.selectionStart ?? 0);
  const close = () => {
    if (isOpen) setOpen(false);
    else draftIs(applied);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { choices } = completion;
    const choice =
      choices[chosen] ?? (event.key === 'Tab' && draft.slice(completion.start, caret) ? choices[0] : undefined);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true);
      const by = event.key === 'ArrowDown' ? 1 : -1;
      choose(isOpen ? Math.max(-1, Math.min(chosen + by, choices.length - 1)) : 0);
    } else if (isOpen && choice && (event.key === 'Enter' || event.key === 'Tab')) accept(choice);
    else if (event.key === 'Enter') void apply(draft);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  const isPanelShown = isOpen && completion.choices.length > 0;

  return (
    <div class={style.box}>
      <div class={style.field}>
        <Icon name="retriever" size={14} />
        <div class={style.line}>
          {fault && <FilterMarks filter={draft} fault={fault} scrolledPx={scrolledPx} />}
          <input
            ref={input}
            class={style.input}
            type="text"
            role="combobox"
            aria-label="Filter"
            aria-autocomplete="list"
            aria-expanded={isPanelShown}
            aria-controls={isPanelShown ? PANEL_ID : undefined}
            aria-activedescendant={isPanelShown && chosen >= 0 ? `${PANEL_ID}-${chosen}` : undefined}
            aria-invalid={fault !== undefined}
            aria-describedby={fault ? `${PANEL_ID}-fault` : undefined}
            placeholder={language.placeholder}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={draft}
            onInput={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
            onKeyUp={noteCaret}
            onClick={noteCaret}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onFocus={() => {
              // Without them one writes as before.
              getFilterFields(language.target).then(setFields, () => undefined);
              language.getKnown().then(setKnown, () => undefined);
            }}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
        </div>
        {draft !== '' && <IconButton isSmall icon="close" label="Clear the filter" onClick={clear} />}
      </div>
      <FilterPanel
        id={PANEL_ID}
        completion={isOpen ? completion : undefined}
        chosen={chosen}
        fault={fault}
        onAccept={accept}
      />
    </div>
  );
}
