import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { classNames } from './class-names.ts';
import style from './modal.module.css';

export interface ModalProps {
  /** Names the dialog. */
  readonly label: string;
  readonly isWide?: boolean;
  /** Id of what is to be read out with it: it asks for an answer before anything else is done. */
  readonly says?: string;
  /** By Escape, by a click beside it, and by Ctrl-K or ⌘K. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A dialog above the page. The browser keeps the focus in it and gives it back. */
export function Modal({ label, isWide = false, says, onClose, children }: ModalProps): VNode {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      class={classNames(style.modal, isWide && style.wide)}
      aria-label={label}
      {...(says !== undefined && { role: 'alertdialog', 'aria-describedby': says })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // The second click of two quick ones is meant for what opened the dialog.
      onMouseDown={(event) => event.target === ref.current && event.detail < 2 && onClose()}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div class={style.content}>{children}</div>
    </dialog>
  );
}
