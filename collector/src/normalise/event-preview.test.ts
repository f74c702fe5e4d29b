import { expect, test } from 'vitest';
import { recordAttributes } from '../otlp/attributes.ts';
import { eventPreview } from './event-preview.ts';

const said = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });
const messages = [said('system', 'Be brief.'), said('user', 'Hello'), said('user', 'How long\n is the Nile?')];

test.each([
  ['gen_ai.client.inference.operation.details', { 'gen_ai.input.messages': messages }, 'How long is the Nile?'],
  [
    'gen_ai.client.inference.operation.details',
    { 'gen_ai.input.messages': JSON.stringify(messages) },
    'How long is the Nile?',
  ],
  ['gen_ai.user.message', { content: 'How long is the Nile?' }, 'How long is the Nile?'],
  ['gen_ai.system.message', { content: 'Be brief.' }, ''],
  ['gen_ai.choice', { message: { content: 'Long.' } }, ''],
  ['gen_ai.evaluation.result', { 'gen_ai.evaluation.name': 'relevance' }, ''],
])('what a user said in %s %j', (name, attributes, preview) => {
  expect(eventPreview({ name, timeNs: 0n, attributes: recordAttributes(attributes) })).toBe(preview);
});
