import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { type ComponentChildren, h, type VNode } from 'preact';

const HAS_WHERE_TO_GO = /^(?:https?|mailto):/i;
/** A character by its name or number, as in HTML. */
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi;

/**
 * Turns markdown from a span into elements that run nothing, load nothing and link to http, https and mail alone. What
 * models write between angle brackets is text to read, not page: HTML is shown as it stands, and an image as a link,
 * since loading it would tell its server that the trace was read.
 */
export function safeMarkdown(text: string): ComponentChildren {
  return nodesOf(new Lexer({ gfm: true, breaks: true }).lex(text));
}

/** @param isInLink No link stands in another one. */
function nodesOf(tokens: readonly Token[], isInLink = false): ComponentChildren[] {
  // Without extensions the lexer has no other ones.
  return tokens.map((token) => nodeOf(token as MarkedToken, isInLink));
}

/** There is no way here from a text to markup: texts are children, and elements those that this file names. */
function nodeOf(token: MarkedToken, isInLink: boolean): ComponentChildren {
  switch (token.type) {
    case 'heading':
      return h(`h${token.depth}`, null, nodesOf(token.tokens, isInLink));
    case 'paragraph':
      return <p>{nodesOf(token.tokens, isInLink)}</p>;
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
      return h(token.type, null, nodesOf(token.tokens, isInLink));
    case 'hr':
    case 'br':
      return h(token.type, null);
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'list':
      return listOf(token);
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return tableOf(token);
    case 'link':
      return linkTo(token.href, token.autolink ? token.text : nodesOf(token.tokens, true));
    case 'image': {
      const says = `image: ${token.text || token.href}`;
      return isInLink ? says : linkTo(token.href, says);
    }
    case 'space':
    case 'def':
      return null;
    case 'text':
      if ('tokens' in token && token.tokens) return nodesOf(token.tokens, isInLink);
      return 'escaped' in token && token.escaped ? token.text : withCharacters(token.text);
    // What is escaped, and HTML.
    default:
      return token.text;
  }
}

function listOf({ ordered, start, items }: Tokens.List): VNode {
  const lines = items.map(({ tokens }) => <li>{nodesOf(tokens)}</li>);
  return ordered ? <ol start={Number(start)}>{lines}</ol> : <ul>{lines}</ul>;
}

function tableOf({ header, rows }: Tokens.Table): VNode {
  const line = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]) => (
    <tr>{cells.map(({ tokens, align }) => h(tag, align ? { align } : null, nodesOf(tokens)))}</tr>
  );
  return (
    <table>
      <thead>{line('th', header)}</thead>
      <tbody>{rows.map((cells) => line('td', cells))}</tbody>
    </table>
  );
}

/** What leads elsewhere is text, and should not look like a link. */
function linkTo(address: string, children: ComponentChildren): ComponentChildren {
  const href = withCharacters(address);
  if (!HAS_WHERE_TO_GO.test(href)) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

let reader: HTMLTextAreaElement | undefined;

/** `&amp;` as `&`. A text area holds text alone, whatever it is given. */
function withCharacters(text: string): string {
  return text.replace(ENTITY, (entity) => {
    reader ??= document.createElement('textarea');
    reader.innerHTML = entity;
    return reader.value;
  });
}
