import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { Modal } from '../ui/modal.tsx';
import { type ListedKeys, listKeys } from '../ui/page-keys.ts';
import { hasCommandKey, keyCaps } from './key-caps.ts';
import style from './key-list.module.css';

/** Every key that does something on the page below. */
export function KeyList({ onClose }: { readonly onClose: () => void }): VNode {
  const groups = useMemo(() => [...Map.groupBy(listKeys(), ({ group }) => group)], []);
  const isApple = hasCommandKey();
  return (
    <Modal label="Keys" isWide onClose={onClose}>
      <header class={style.header}>
        <h2 class={style.title}>Keys</h2>
        <button type="button" class={style.close} onClick={onClose}>
          Close
        </button>
      </header>
      <div class={style.scroll} tabIndex={0} role="region" aria-label="List of keys">
        {groups.map(([group, entries]) => (
          <section key={group} class={style.group}>
            <h3 class={style.heading}>{group}</h3>
            <dl class={style.list}>
              {entries.map((entry) => (
                <Row key={entry.says} entry={entry} isApple={isApple} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Row({ entry, isApple }: { readonly entry: ListedKeys; readonly isApple: boolean }): VNode {
  return (
    <div class={style.row}>
      <dt class={style.keys}>
        {entry.keys.map((key) => (
          <span key={key} class={style.chord}>
            {keyCaps(key, isApple).map((cap) => (
              <kbd key={cap} class={style.cap}>
                {cap}
              </kbd>
            ))}
          </span>
        ))}
      </dt>
      <dd>{entry.says}</dd>
    </div>
  );
}
