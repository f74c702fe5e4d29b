import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { type ComponentChildren, h, type VNode } from 'preact';

const HAS_WHERE_TO_GO = /^(?:https?|mailto):/i;
/** Of quotes, lists and emphasis in one another: drawing elements takes more of the stack than reading them did. */
const MAX_DEPTH = 50;
/**
 * Emphasis that never closes takes the square of a paragraph's length, in characters: 0.3 s for 4,000 of them, a minute for
 * 100,000. So does the sum of all paragraphs, which may be that of some hundred of ordinary length.
 */
const MAX_PARAGRAPH = 4_000;
const MAX_WORK = 100_000_000;
/** A character by its name or number, as in HTML. */
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/gi;

/**
 * Turns markdown from a span into elements that run nothing, load nothing and link to http, https and mail alone. What
 * models write between angle brackets is text to read, not page: HTML is shown as it stands, and an image as a link,
 * since loading it would tell its server that the trace was read.
 */
export function safeMarkdown(text: string): ComponentChildren {
  return nodesOf(tokensOf(text), 1);
}

/** As `Lexer.lex`, but for paragraphs that would take too long: their text is left as it is. */
function tokensOf(text: string): readonly Token[] {
  const lexer = new Lexer({ gfm: true, breaks: true });
  lexer.blockTokens(text.replace(/\r\n?/g, '\n'), lexer.tokens);
  let work = 0;
  for (const { src, tokens } of lexer.inlineQueue) {
    work += src.length ** 2;
    if (src.length <= MAX_PARAGRAPH && work <= MAX_WORK) lexer.inlineTokens(src, tokens);
    else tokens.push({ type: 'text', raw: src, text: src });
  }
  return lexer.tokens;
}

/**
 * @param depth Of elements above; what is nested too deep is shown as it was written.
 * @param isInLink No link stands in another one.
 */
function nodesOf(tokens: readonly Token[], depth: number, isInLink = false): ComponentChildren[] {
  // Without extensions the lexer has no other ones.
  return tokens.map((token) => (depth > MAX_DEPTH ? token.raw : nodeOf(token as MarkedToken, depth, isInLink)));
}

/** There is no way here from a text to markup: texts are children, and elements those that this file names. */
function nodeOf(token: MarkedToken, depth: number, isInLink: boolean): ComponentChildren {
  const inside = (tokens: readonly Token[]) => nodesOf(tokens, depth + 1, isInLink);
  switch (token.type) {
    case 'heading':
      return h(`h${token.depth}`, null, inside(token.tokens));
    case 'paragraph':
      return <p>{inside(token.tokens)}</p>;
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
      return h(token.type, null, inside(token.tokens));
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
      return listOf(token, depth);
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return tableOf(token, depth);
    case 'link':
      // An address in the text stands for itself: `&lt;` in it is no character's name.
      if (token.autolink) return isInLink ? token.text : linkTo(token.href, token.text);
      return linkTo(withCharacters(token.href), nodesOf(token.tokens, depth + 1, true));
    case 'image': {
      const says = `image: ${token.text || token.href}`;
      return isInLink ? says : linkTo(withCharacters(token.href), says);
    }
    case 'space':
    case 'def':
      return null;
    case 'text':
      if ('tokens' in token && token.tokens) return nodesOf(token.tokens, depth, isInLink);
      return 'escaped' in token && token.escaped ? token.text : withCharacters(token.text);
    case 'html':
      // With its lines: prompts are full of them between tags.
      return token.block ? <div>{token.text.trimEnd()}</div> : token.text;
    // What is escaped.
    default:
      return token.text;
  }
}

function listOf({ ordered, start, items }: Tokens.List, depth: number): VNode {
  const lines = items.map(({ tokens }) => <li>{nodesOf(tokens, depth + 1)}</li>);
  return ordered ? <ol start={Number(start)}>{lines}</ol> : <ul>{lines}</ul>;
}

function tableOf({ header, rows }: Tokens.Table, depth: number): VNode {
  const line = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]) => (
    <tr>{cells.map(({ tokens, align }) => h(tag, align ? { align } : null, nodesOf(tokens, depth + 1)))}</tr>
  );
  return (
    <table>
      <thead>{line('th', header)}</thead>
      <tbody>{rows.map((cells) => line('td', cells))}</tbody>
    </table>
  );
}

/** What leads elsewhere is text, and should not look like a link. */
function linkTo(href: string, children: ComponentChildren): ComponentChildren {
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
