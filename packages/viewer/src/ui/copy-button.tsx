import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import style from './copy-button.module.css';
import { Icon } from './icon.tsx';

const SHOWN_MS = 1_500;

/** Copies a text and says so. @param label What is copied, for `Copy …`. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): VNode {
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not allowed');
    }
  };
  return (
    <button type="button" class={style.button} onClick={copy} aria-label={`Copy ${label}`} title={`Copy ${label}`}>
      <Icon name={said === 'Copied' ? 'check' : 'copy'} size={14} />
      <span role="status">{said}</span>
    </button>
  );
}
