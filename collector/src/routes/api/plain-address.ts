/** Whether a text is an address of HTTP with nothing in it that would be a secret or get lost. */
export function isPlainAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, hash } = new URL(address);
  return /^https?:$/.test(protocol) && `${username}${password}${hash}` === '';
}
