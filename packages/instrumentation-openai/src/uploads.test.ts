import { createReadStream } from 'node:fs';
import { expect, test } from 'vitest';
import { uploadParts } from './uploads.ts';

const upload = { type: 'generic', generic_type: 'upload', modality: 'audio' };

test('a file is told by its name, type and size', () => {
  expect(uploadParts('audio', new File(['sound'], 'a.wav', { type: 'audio/wav' }))).toEqual([
    { ...upload, name: 'a.wav', mime_type: 'audio/wav', size_bytes: 5 },
  ]);
});

test('a stream is told by its name, and stays unread', () => {
  const stream = createReadStream(import.meta.filename);
  expect(uploadParts('audio', stream)).toEqual([{ ...upload, name: 'uploads.test.ts' }]);
  expect(stream.listenerCount('data')).toBe(0);
  stream.destroy();
});

test('a response stays unread, and tells nothing', () => {
  const response = new Response('sound');
  expect(uploadParts('audio', response)).toEqual([upload]);
  expect(response.bodyUsed).toBe(false);
});

test('several files, none, and whatever an app passes by mistake', () => {
  expect(uploadParts('audio', [new File([], 'a'), new File([], 'b')])).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  expect(uploadParts('audio', undefined)).toEqual([]);
  expect(uploadParts('audio', null)).toEqual([]);
  expect(uploadParts('audio', 'a.wav')).toEqual([upload]);
});
