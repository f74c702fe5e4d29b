import type { VNode } from 'preact';
import { FoldedText } from '../../../trace/content/folded-text.tsx';
import { Markdown } from '../../../trace/content/markdown.tsx';
import { ValueView } from '../../../trace/content/value-view.tsx';
import { HtmlPreview } from './html-preview.tsx';
import { parseCsv } from './parse-csv.ts';
import type { PreviewKind } from './preview-kind.ts';
import { tableOf } from './table-data.ts';
import { TablePreview } from './table-preview.tsx';

/** Lines of a text that stand there at once. */
const FOLD_LINES = 60;
/** Of a table. */
const MAX_ROWS = 10_000;

export interface TextPreviewProps {
  readonly text: string;
  /** Whether it is all of the file: what is cut off is no JSON any more. */
  readonly isWhole: boolean;
  readonly kind: Exclude<PreviewKind, 'image' | 'none'>;
  /** Whose file it is: pictures in tables lie beside it. */
  readonly runId: string;
}

/** A text as what it is: a table, a tree of values, a page, or itself. */
export function TextPreview({ text, isWhole, kind, runId }: TextPreviewProps): VNode {
  const plain = <FoldedText text={text} isCode foldLines={FOLD_LINES} />;
  switch (kind) {
    case 'csv': {
      const [columns = [], ...rows] = parseCsv(text, MAX_ROWS + 1);
      // The last line may be the one that was cut.
      return <TablePreview table={{ columns, rows: isWhole ? rows : rows.slice(0, -1) }} runId={runId} />;
    }
    case 'json': {
      const value = isWhole ? parsed(text) : undefined;
      if (value === undefined) return plain;
      const table = tableOf(value);
      return table ? <TablePreview table={table} runId={runId} /> : <ValueView value={value} />;
    }
    case 'html':
      return <HtmlPreview html={text} />;
    case 'markdown':
      return <Markdown text={text} />;
    case 'text':
      return plain;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
