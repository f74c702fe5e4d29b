const KINDS =
  'able bright calm clever crisp eager fair fast fine fresh gentle grand keen kind light lively merry neat nimble ' +
  'patient polite proud quick quiet rapid sharp shiny smart smooth steady swift tidy upbeat vivid warm wise witty';
const THINGS =
  'ant bear bee bird carp cat colt crab crane crow deer dog dove duck eel elk finch fish fox frog goat goose grouse ' +
  'hare hawk hen horse jay koi lamb lark loon lynx mole moose moth mouse newt owl pug ram rat seal shark shrew slug ' +
  'snail stag swan toad trout vole wasp whale wolf wren';

/** A name for a run that was given none, such as `swift-otter-417`. */
export function randomRunName(random: () => number = Math.random): string {
  const one = (words: string): string => {
    const all = words.split(' ');
    return all[Math.floor(random() * all.length)]!;
  };
  return `${one(KINDS)}-${one(THINGS)}-${Math.floor(random() * 1_000)}`;
}
