export const COMPOSER_ID = "message";

/** Puts the cursor into the message field. */
export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}
