import type { TraceSummary } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { listTraces } from '../api/traces.ts';
import { takeHeldKeys } from '../shell/held-keys.ts';
import { overlay } from '../shell/overlay.ts';
import { themeChoice } from '../shell/theme.ts';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { type Command, commandsFor } from './commands.ts';
import style from './palette.module.css';
import { typedAhead } from './typed-ahead.ts';
import { useNamedCommands } from './use-named-commands.ts';

const RECENT_TRACES = 8;
const LIST_ID = 'palette-list';

/** Goes anywhere by a few letters: pages, what has a name, traces by id, name or text, filters, themes. */
export function Palette({ onClose }: { readonly onClose: () => void }): VNode {
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [chosen, choose] = useState(0);
  const [recent, setRecent] = useState<readonly TraceSummary[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const named = useNamedCommands(text);
  const commands = useMemo(() => [...commandsFor(text, recent, Date.now()), ...named], [text, recent, named]);

  useEffect(() => {
    const stop = new AbortController();
    listTraces({}, RECENT_TRACES, null, stop.signal).then(
      ({ items }) => setRecent(items),
      // Without the collector there are still the pages.
      () => undefined,
    );
    return () => stop.abort();
  }, []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, commands]);

  const run = ({ does }: Command) => {
    onClose();
    if (does.type === 'go') navigate(does.to);
    else if (does.type === 'theme') themeChoice.value = does.theme;
    else overlay.value = 'keys';
  };
  // Behind the dialog's own, by which its box has the focus.
  useEffect(() => {
    const { text: typed, end } = typedAhead(takeHeldKeys());
    const [first] = commandsFor(typed, [], Date.now());
    if (end === 'Enter' && typed.trim() !== '' && first) run(first);
    else if (end === 'Escape') onClose();
    else setText(typed);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const command = commands[chosen];
    if (by !== undefined) choose((chosen + by + commands.length) % Math.max(1, commands.length));
    else if (event.key === 'Enter' && command) run(command);
    else return;
    event.preventDefault();
  };

  return (
    <Modal label="Go anywhere" onClose={onClose}>
      <div class={style.field}>
        <Icon name="retriever" />
        <input
          class={style.input}
          type="text"
          role="combobox"
          aria-label="Page, name, trace id, filter or words"
          aria-expanded
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          aria-activedescendant={commands.length > 0 ? `${LIST_ID}-${chosen}` : undefined}
          placeholder="Page, name, trace id, filter or words"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            choose(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class={style.list} id={LIST_ID} role="listbox" aria-label="Commands" ref={list}>
        {[...Map.groupBy(commands.entries(), ([, { group }]) => group)].map(([group, entries]) => (
          <div key={group} role="group" aria-label={group}>
            <p class={style.group} aria-hidden="true">
              {group}
            </p>
            {entries.map(([at, command]) => (
              <Line
                key={at}
                id={`${LIST_ID}-${at}`}
                command={command}
                isChosen={at === chosen}
                onPoint={() => choose(at)}
                onRun={() => run(command)}
              />
            ))}
          </div>
        ))}
      </div>
    </Modal>
  );
}

interface LineProps {
  readonly id: string;
  readonly command: Command;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onRun: () => void;
}

function Line({ id, command: { title, hint }, isChosen, onPoint, onRun }: LineProps): VNode {
  return (
    <div
      id={id}
      class={classNames(style.line, isChosen && style.chosen)}
      role="option"
      aria-selected={isChosen}
      onMouseMove={onPoint}
      onClick={onRun}
    >
      <span class={style.title}>{title}</span>
      {hint !== undefined && <span class={style.hint}>{hint}</span>}
    </div>
  );
}
