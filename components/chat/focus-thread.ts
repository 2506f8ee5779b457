import { focusComposer } from "./focus-composer.ts";

/** Puts the focus on a thread of the list once that has been drawn, or into the message field where no list is shown. */
export function focusThread(id: string): void {
  requestAnimationFrame(() => {
    const links = document.querySelectorAll<HTMLElement>(`nav a[href="/t/${CSS.escape(id)}"]`);
    const shown = [...links].find((link) => link.offsetParent !== null);
    if (shown) shown.focus();
    // On a touch screen the keyboard would cover the page.
    else if (matchMedia("(pointer: fine)").matches) focusComposer();
  });
}
