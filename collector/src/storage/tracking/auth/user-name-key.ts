/** What names of users are told apart by: not by case, nor by which of the letters that look the same they are. */
export function userNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
