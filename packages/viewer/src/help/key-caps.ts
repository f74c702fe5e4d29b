const CAPS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  ' ': 'Space',
};

/** What is printed on the keys of a binding such as `Mod+k`. @param isApple Whether the keyboard has a ⌘ key. */
export function keyCaps(binding: string, isApple: boolean): readonly string[] {
  const isModified = binding.startsWith('Mod+');
  const key = isModified ? binding.slice('Mod+'.length) : binding;
  const cap = CAPS[key] ?? (isModified ? key.toUpperCase() : key);
  return isModified ? [isApple ? '⌘' : 'Ctrl', cap] : [cap];
}

/** Whether the keyboard of this machine is likely to have a ⌘ key. */
export function hasCommandKey(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}
