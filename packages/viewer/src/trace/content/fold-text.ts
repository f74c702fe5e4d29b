/** The beginning of a text that is shown before someone asks for more. */
export interface FoldedPart {
  readonly shown: string;
  /** Characters left out; 0 where all is shown. */
  readonly hiddenLength: number;
}

/** Cuts a text after so many lines or characters, whichever comes first; never within a surrogate pair. */
export function foldText(text: string, maxLines: number, maxLength: number): FoldedPart {
  let end = 0;
  for (let line = 0; line < maxLines && end !== -1 && end < maxLength; line++)
    end = text.indexOf('\n', end + (line > 0 ? 1 : 0));
  let cut = end === -1 ? Math.min(text.length, maxLength) : Math.min(end, maxLength);
  if (isHighSurrogate(text.charCodeAt(cut - 1))) cut--;
  // A few characters more are less than a button that offers them.
  if (text.length - cut <= 80) return { shown: text, hiddenLength: 0 };
  return { shown: text.slice(0, cut), hiddenLength: text.length - cut };
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
