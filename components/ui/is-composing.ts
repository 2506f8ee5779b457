const KEY_CODE_WHILE_COMPOSING = 229; // what Safari sends for the Enter that ends a composition

/** Whether a key belongs to text that is being composed, as Japanese, Chinese and Korean are. Such a key is no command. */
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === KEY_CODE_WHILE_COMPOSING;
}
