/** Whether the digits of a text end in the check digit that numbers of cards have. */
export function isLuhn(text: string): boolean {
  let sum = 0;
  let place = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const weighed = place++ % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** Whether a text is a number of a bank account by ISO 13616: what it says, turned round, is 1 modulo 97. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '');
  let rest = 0;
  for (const letter of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(letter, 36);
    if (Number.isNaN(value)) return false;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
