import type { VNode } from 'preact';
import style from './prompt-text.module.css';
import type { PromptPart } from './prompt-version.ts';
import { templatePieces } from './prompt-version.ts';

/** What a prompt says, its variables marked. */
export function PromptText({ parts }: { readonly parts: readonly PromptPart[] }): VNode {
  return (
    <div class={style.parts}>
      {parts.map(({ role, text }, at) => (
        <section key={at} class={style.part}>
          {role !== undefined && <h3 class={style.role}>{role}</h3>}
          <div class={style.text} dir="auto">
            {templatePieces(text).map((piece, index) =>
              piece.variable === undefined ? (
                piece.text
              ) : (
                <mark key={index} class={style.variable}>
                  {piece.text}
                </mark>
              ),
            )}
          </div>
        </section>
      ))}
    </div>
  );
}
