import type { MessagePart } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { imageSource } from './image-source.ts';

const blob = (mime_type: string | undefined, content: unknown, modality = 'image') =>
  ({ type: 'blob', modality, mime_type, content }) as MessagePart;
const uri = (text: unknown) => ({ type: 'uri', modality: 'image', uri: text }) as MessagePart;

test('a picture in the message is shown from it', () => {
  expect(imageSource(blob('image/PNG', 'iVBORw0KGgo='))).toBe('data:image/png;base64,iVBORw0KGgo=');
  expect(imageSource(blob(undefined, 'iVBO_-'))).toBe('data:image/png;base64,iVBO/+');
  expect(imageSource(uri('data:image/webp;base64,UklGRg=='))).toBe('data:image/webp;base64,UklGRg==');
});

test('whatever would be fetched, or can do more than be seen, is no picture', () => {
  const refused = [
    uri('https://evil.example/a.png'),
    uri('javascript:alert(1)'),
    uri('data:image/svg+xml;base64,PHN2Zz4='),
    uri('data:text/html;base64,PHA+'),
    uri('data:image/png,raw'),
    uri(7),
    blob('image/svg+xml', 'PHN2Zz4='),
    blob('image/png" onerror="alert(1)', 'iVBO'),
    blob('image/png', 'iVBO" onerror="alert(1)'),
    blob('image/png', ''),
    blob('image/png', { length: 3 }),
    blob('audio/wav', 'UklGRg==', 'audio'),
    blob('image/png', 'A'.repeat(12_000_001)),
    { type: 'text', content: 'data:image/png;base64,iVBO' } as MessagePart,
  ];
  expect(refused.map(imageSource)).toEqual(refused.map(() => undefined));
});
