import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { asJson } from './as-json.ts';
import { FoldedText } from './folded-text.tsx';
import { JsonTree } from './json-tree.tsx';

/** Any value: text as text, JSON, also as text, as a tree. @param isFolded Trees begin closed. */
export function ValueView({
  value,
  isFolded = false,
}: {
  readonly value: unknown;
  readonly isFolded?: boolean;
}): VNode {
  const tree = useMemo(() => {
    if (typeof value === 'string') return asJson(value);
    return typeof value === 'object' && value !== null ? value : undefined;
  }, [value]);
  if (tree) return <JsonTree value={tree} openLevels={isFolded ? 0 : 2} />;
  return <FoldedText text={typeof value === 'string' ? value : String(value)} isCode={typeof value !== 'string'} />;
}
