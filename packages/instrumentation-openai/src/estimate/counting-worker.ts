/**
 * The worker that counts tokens, as source text: it must work in a bundled app and from source alike, where no file
 * stands beside this one. `workerData`: `{ port, signal, paths, functionsPath }`, where `paths` names the tokenizer of
 * each encoding and `signal` is an `Int32Array` on shared memory that grows by one with every reply.
 *
 * A tokenizer takes time with the square of a word's length, so texts are cut into slices: before a space where there
 * is one, which changes no count. `functionsPath` writes tools as the model gets to see them.
 */
export const COUNTING_WORKER_SOURCE = `
'use strict';
const { workerData } = require('node:worker_threads');
const { port, signal, paths, functionsPath } = workerData;
const SLICE = 1024;
const AS_TEXT = { disallowedSpecial: new Set() };
const loaded = new Map();

function tokenizerOf(encoding) {
  let tokenizer = loaded.get(encoding);
  if (tokenizer === undefined) {
    tokenizer = require(paths[encoding]);
    tokenizer.setMergeCacheSize(10_000);
    loaded.set(encoding, tokenizer);
  }
  return tokenizer;
}

function counterOf(encoding) {
  const tokenizer = tokenizerOf(encoding);
  return (text) => {
    let sum = 0;
    for (let from = 0; from < text.length; ) {
      let to = Math.min(text.length, from + SLICE);
      if (to < text.length) {
        const space = text.lastIndexOf(' ', to);
        if (space > from + SLICE / 2) to = space;
        else if ((text.charCodeAt(to) & 0xfc00) === 0xdc00) to += 1;
      }
      sum += tokenizer.countTokens(text.slice(from, to), AS_TEXT);
      from = to;
    }
    return sum;
  };
}

function countAll(texts, count) {
  if (texts === undefined) return undefined;
  let sum = texts.extra;
  for (const text of texts.texts) sum += count(text);
  if (texts.functions.length > 0) sum += require(functionsPath).estimateTokensInFunctions(texts.functions, count);
  return sum;
}

function reply(message) {
  port.postMessage(message);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

port.on('message', ({ id, encoding, input, output }) => {
  try {
    const count = counterOf(encoding);
    reply({ id, input: countAll(input, count), output: countAll(output, count) });
  } catch (error) {
    reply({ id, failure: String(error && error.stack) });
  }
});
tokenizerOf('o200k_base');
`;
