import type { VNode } from 'preact';
import { formatCount } from '../format/number.ts';
import { formatScore } from '../format/score.ts';
import type { Agreement } from './agreement.ts';
import style from './agreement-list.module.css';

/** Below this, conclusions are drawn from it with care, below the other from none of it (Krippendorff 2004, p. 241). */
const RELIABLE = 0.8;
const TENTATIVE = 0.667;

/** How far reviewers say the same, and what that is worth. */
export function AgreementList({ agreements }: { readonly agreements: readonly Agreement[] }): VNode | null {
  if (agreements.length === 0) return null;
  return (
    <ul class={style.list} aria-label="Agreement between reviewers">
      {agreements.map(({ name, reviewers, shared, alpha }) => (
        <li
          key={name}
          title={`Krippendorff's alpha over ${shared} traces that at least two of ${reviewers} have reviewed`}
        >
          {name}: {alpha === undefined ? 'all say the same' : `agreement ${formatScore(alpha)}, ${worth(alpha)}`}{' '}
          <span class={style.basis}>({formatCount(shared)} shared)</span>
        </li>
      ))}
    </ul>
  );
}

function worth(alpha: number): string {
  if (alpha >= RELIABLE) return 'reliable';
  return alpha >= TENTATIVE ? 'tentative' : 'not to be relied on';
}
