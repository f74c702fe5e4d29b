import { ApiError } from '../errors.ts';

const MIN_LENGTH = 12;
/** Longer ones would only cost time. */
export const MAX_PASSWORD = 1_024;
const MIN_DIFFERENT = 5;

/** What passwords are made of by those who do not want one. */
const COMMON = [
  ...['password', 'passwort', 'passphrase', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'letmein', 'welcome', 'changeme'],
  ...['administrator', 'admin', 'root', 'default', 'secret', 'iloveyou', 'tracewright', 'mlflow', 'test', 'user'],
];

/** How letters are written by those who have been told to use digits. */
const DISGUISES: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' },
};

/**
 * Refuses passwords that are guessed early. Length counts, not kinds of characters, as NIST SP 800-63B has it.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` that says what is wanted, and nothing of the password.
 */
export function checkPassword(password: string, name: string): void {
  const reason = weakness(password, name);
  if (reason !== undefined) throw new ApiError('INVALID_PARAMETER_VALUE', `the password ${reason}`);
}

function weakness(password: string, name: string): string | undefined {
  const length = [...password].length;
  if (length < MIN_LENGTH) return `has to have ${MIN_LENGTH} characters at least`;
  if (length > MAX_PASSWORD) return `may have ${MAX_PASSWORD} characters at most`;
  if (new Set(password.toLowerCase()).size < MIN_DIFFERENT) return `repeats less than ${MIN_DIFFERENT} characters`;
  if (isSequence(password)) return 'counts characters up or down';
  if (isOf([name], password) || isOf(COMMON, password)) return 'is one of the first that somebody would guess';
  return undefined;
}

function isSequence(password: string): boolean {
  const steps = new Set([...password].slice(1).map((char, index) => char.charCodeAt(0) - password.charCodeAt(index)));
  // From 9 it goes on with 0.
  steps.delete(-9);
  steps.delete(9);
  return steps.size === 1 && [1, -1].includes([...steps][0]!);
}

/** Whether nothing but digits and signs is left beside these words, disguised or not. */
function isOf(words: readonly string[], password: string): boolean {
  const plain = password.toLowerCase();
  const undisguised = plain.replace(/./g, (char) => DISGUISES[char] ?? char);
  return [plain, undisguised].some((text) => {
    let rest = text;
    for (const word of words) if (word !== '') rest = rest.replaceAll(word.toLowerCase(), '');
    return rest !== text && !/\p{L}{3}/u.test(rest);
  });
}
