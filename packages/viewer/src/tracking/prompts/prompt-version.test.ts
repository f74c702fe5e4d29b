import { expect, test } from 'vitest';
import { promptVersion, templatePieces, wholeText } from './prompt-version.ts';

const versionWith = (type: string, text: string) =>
  promptVersion({
    ...{ name: 'p', version: '1', creation_timestamp: 0, current_stage: 'None', description: 'why' },
    tags: [
      { key: 'mlflow.prompt.text', value: text },
      { key: '_mlflow_prompt_type', value: type },
      { key: 'owner', value: 'ann' },
    ],
  });

test('a template is taken apart at its variables, and nothing of it is lost', () => {
  const text = 'Say {{ what }} to {{whom.name}}, not {{ 1x }} or {one}.';
  expect(templatePieces(text).flatMap(({ variable }) => variable ?? [])).toEqual(['what', 'whom.name']);
  expect(
    templatePieces(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});

test('a conversation is read message by message, each variable once; what cannot be read stays a text', () => {
  const chat = versionWith(
    'chat',
    '[{"role":"system","content":"Be {{how}}."},{"role":"user","content":"{{how}} {{q}}"}]',
  );
  expect({ variables: chat.variables, tags: chat.tags }).toEqual({
    variables: ['how', 'q'],
    tags: [{ key: 'owner', value: 'ann' }],
  });
  expect(wholeText(chat)).toBe('system:\nBe {{how}}.\n\nuser:\n{{how}} {{q}}');
  expect(versionWith('chat', '[{').parts).toEqual([{ role: undefined, text: '[{' }]);
});
