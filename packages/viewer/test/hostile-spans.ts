import { hexId } from './random.ts';
import type { SampleSpan } from './sample-span.ts';

/** What no page may run, load or follow. Each would leave a mark that a test looks for. */
const MARKUP = '<img src=x onerror="window.pwned=1"><script>window.pwned=2</script>';
const MARKDOWN = `[click](javascript:window.pwned=3) <img src="https://evil.example/a.png" onerror="window.pwned=4">
![pixel](https://evil.example/pixel.png) <svg onload="window.pwned=5"></svg> <thinking>kept as text</thinking>
<a href="data:text/html,x">data</a> [ok](https://example.com/) <iframe src="https://evil.example/"></iframe>
[named](&#106;avascript:window.pwned=12) [split](java&Tab;script:window.pwned=13) R&amp;D &lt;b onclick="window.pwned=14"&gt;
[![linked](https://evil.example/b.png)](https://example.com/b)`;

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=10"><script>window.pwned=11</script></svg>';
/** One pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Spans whose every text is an attack, or at least a nuisance. */
export function hostileSpans(random: () => number): SampleSpan[] {
  const span = (at: number, name: string): SampleSpan => ({
    id: hexId(random, 16),
    parent: at === 0 ? -1 : 0,
    name,
    kind: at === 1 ? 'llm' : 'chain',
    startUs: at * 1_000,
    endUs: at === 0 ? 9_000 : at * 1_000 + 900,
  });
  return [
    { ...span(0, MARKUP), attributes: { [MARKUP]: MARKUP, __proto__x: '{"__proto__":{"pwned":6}}' } },
    {
      ...span(1, 'javascript:window.pwned=7'),
      model: MARKUP,
      inputTokens: 3,
      outputTokens: 5,
      costUsd: null,
      status: 'error',
      statusMessage: MARKUP,
      content: {
        inputMessages: [{ role: MARKUP, parts: [{ type: 'text', content: MARKDOWN }] }],
        outputMessages: [
          {
            role: 'assistant',
            parts: [
              { type: 'uri', modality: 'image', uri: 'javascript:window.pwned=8' },
              { type: 'uri', modality: 'image', uri: 'https://evil.example/image.png' },
              { type: 'uri', modality: 'image', uri: `data:image/svg+xml;base64,${btoa(SVG)}` },
              { type: 'blob', modality: 'image', mime_type: 'image/svg+xml', content: btoa(SVG) },
              { type: 'blob', modality: 'image', mime_type: 'image/png', content: PNG },
              { type: 'text', content: `\u001b[31m${MARKUP}\u001b[0m` },
              { type: 'tool_call', name: MARKUP, arguments: MARKUP },
              { type: 'generic', html: MARKUP },
            ],
          },
        ],
      },
      events: [
        {
          name: 'exception',
          atUs: 1_200,
          attributes: {
            'exception.type': 'Error',
            'exception.message': MARKUP,
            'exception.stacktrace': MARKUP.repeat(40),
          },
        },
      ],
    },
    span(2, '\u001b[31mansi\u001b[0m \u202egnp.exe\u202c'),
    span(3, `مرحبا بالعالم 你好，世界 ${'ééé'.repeat(200)}`),
    span(4, ''),
  ];
}
