import { isValidElement, type VNode } from 'preact';
import { expect, test } from 'vitest';
import { safeMarkdown } from './safe-markdown.tsx';

test('lists, tables, code and emphasis are elements', () => {
  expect(shown('- [x] **a**\n- b\n\n3. c')).toBe(
    '<ul><li>☑ <strong>a</strong></li><li>b</li></ul><ol start=3><li>c</li></ol>',
  );
  expect(shown('|a|b|\n|:-|-|\n|1|~~2~~|')).toBe(
    '<table><thead><tr><th align=left>a</th><th>b</th></tr></thead><tbody><tr><td align=left>1</td><td><del>2</del></td></tr></tbody></table>',
  );
  expect(shown('# x `y`\n```js\n<i>&amp;\n```')).toBe('<h1>x <code>y</code></h1><pre><code>[<i>&amp;]</code></pre>');
  expect(shown('one\ntwo')).toBe('<p>one<br>two</p>');
});

test('HTML is text, as it stands', () => {
  expect(shown('a <b onclick="x">b</b>')).toBe('<p>a [<b onclick="x">]b[</b>]</p>');
  expect(shown('<div>\n**a**\n</div>\n\nb')).toBe('<div>[<div>\n**a**\n</div>]</div><p>b</p>');
});

test('only http, https and mail are linked to, and no link stands in another', () => {
  expect(shown('[a](https://x.example/) [b](javascript:c) [d](//e)')).toBe(
    '<p><a href=https://x.example/ target=_blank rel=noopener noreferrer nofollow>a</a> b d</p>',
  );
  expect(shown('![i](data:image/png,x)')).toBe('<p>image: i</p>');
  expect(shown('[![i](https://x.example/i)](mailto:j@x.example)')).toBe(
    '<p><a href=mailto:j@x.example target=_blank rel=noopener noreferrer nofollow>image: i</a></p>',
  );
  expect(shown('[<https://x.example/> www.x.example](https://y.example/)')).toBe(
    '<p><a href=https://y.example/ target=_blank rel=noopener noreferrer nofollow>https://x.example/ www.x.example</a></p>',
  );
});

test('an address that stands in the text is linked to as it stands', () => {
  expect(shown('https://x.example/?a&lt;=b')).toBe(
    '<p><a href=https://x.example/?a&lt;=b target=_blank rel=noopener noreferrer nofollow>https://x.example/?a&lt;=b</a></p>',
  );
});

test('what is nested deeper than a page can draw is text', () => {
  for (const mark of ['> ', '- ', '1. ']) {
    const html = shown(`${mark.repeat(700)}end`);
    expect(html.match(/<(?:blockquote|li)>/g)?.length).toBe(50);
    expect(html).toContain(`${mark.repeat(650)}end`);
  }
  expect(shown(`${'*'.repeat(301)}end${'*'.repeat(301)}`).match(/<(?:em|strong)>/g)?.length).toBeLessThanOrEqual(50);
});

/** Elements as one would write them; texts that could be taken for some in brackets. */
function shown(markdown: string): string {
  return written(safeMarkdown(markdown));
}

function written(node: unknown): string {
  if (Array.isArray(node)) return node.map(written).join('');
  if (!isValidElement(node)) return typeof node === 'string' ? (node.includes('<') ? `[${node}]` : node) : '';
  const { type, props } = node as VNode<{ readonly children?: unknown }>;
  const { children, ...attributes } = props;
  const tag = [type, ...Object.entries(attributes).map(([name, value]) => `${name}=${value}`)].join(' ');
  return children === undefined ? `<${tag}>` : `<${tag}>${written(children)}</${type}>`;
}

test('paragraphs that would take long to read are shown as they were written, and those around them as ever', () => {
  const endless = '*a **b '.repeat(600).trimEnd();
  expect(shown(`*x*\n\n${endless}\n\n*y*`)).toBe(`<p><em>x</em></p><p>${endless}</p><p><em>y</em></p>`);

  const paragraph = `${'word '.repeat(700)}*end*`;
  const many = shown(Array.from({ length: 20 }, () => paragraph).join('\n\n'));
  expect(many.split('<em>')).toHaveLength(8 + 1);
  expect(many).toMatch(/\*end\*<\/p>$/);
});
