import { expect, test } from 'vitest';
import { patch } from './patch.ts';

class Greeter {
  greet(): string {
    return 'hello';
  }
}

const louder = (original: () => string) =>
  function greet(this: Greeter): string {
    return `${original.call(this)}!`;
  };

test('a method is replaced, and put back as it was', () => {
  const before = Object.getOwnPropertyDescriptor(Greeter.prototype, 'greet');
  const undo = patch(Greeter.prototype, 'greet', louder);
  expect(new Greeter().greet()).toBe('hello!');
  expect(Object.keys(Greeter.prototype)).toEqual([]);
  undo();
  undo();
  expect(Object.getOwnPropertyDescriptor(Greeter.prototype, 'greet')).toEqual(before);
});

test('an enumerable property stays enumerable', () => {
  const target = { greet: () => 'hello' };
  patch(target, 'greet', louder);
  expect(Object.keys(target)).toEqual(['greet']);
});

test('a method that is inherited is shadowed, and uncovered again', () => {
  const greeter = new Greeter();
  const undo = patch(greeter, 'greet', louder);
  expect(greeter.greet()).toBe('hello!');
  expect(new Greeter().greet()).toBe('hello');
  expect(Object.keys(greeter)).toEqual([]);
  undo();
  expect(Object.hasOwn(greeter, 'greet')).toBe(false);
});

test('what somebody patched after us stays in place', () => {
  const target = { greet: () => 'hello' };
  const undo = patch(target, 'greet', louder);
  const ours = target.greet;
  target.greet = () => `${ours()}?`;
  undo();
  expect(target.greet()).toBe('hello!?');
});

test('patches are undone in reverse order to the original', () => {
  const target = { greet: () => 'hello' };
  const original = target.greet;
  const undo = [patch(target, 'greet', louder), patch(target, 'greet', louder)];
  expect(target.greet()).toBe('hello!!');
  for (const back of undo.reverse()) back();
  expect(target.greet).toBe(original);
});

test('a wrapper has the name and the number of parameters of its original', () => {
  const target = {
    greet(_who: string, _how: string): string {
      return 'hello';
    },
  };

  patch(
    target,
    'greet',
    (original) =>
      (...args) =>
        original(...args),
  );

  expect([target.greet.name, target.greet.length]).toEqual(['greet', 2]);
});
