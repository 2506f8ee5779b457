export const COMPOSER_ID = "message";

/** Puts the cursor into the message field. */
export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}

/** Does so only where that opens no keyboard on the screen, which would cover the page. */
export function focusComposerByMouse(): void {
  if (matchMedia("(pointer: fine)").matches) focusComposer();
}

/** The element that is on the screen, of those that sidebar and drawer both have. */
export function findShown(selector: string): HTMLElement | undefined {
  const all = document.querySelectorAll<HTMLElement>(selector);
  return [...all].find((element) => element.checkVisibility());
}

/** Puts the focus on a thread of the list once that has been drawn, or into the message field where no list is shown. */
export function focusThread(id: string): void {
  requestAnimationFrame(() => {
    const link = findShown(`nav a[href="/t/${CSS.escape(id)}"]`);
    if (link) link.focus();
    else focusComposerByMouse();
  });
}
