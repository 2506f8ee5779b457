"use client";

import { setNonce } from "get-nonce";

/** Gives the style elements that dialogs and menus add the nonce of this page, without which the CSP drops them. */
export function StyleNonce({ nonce }: { nonce?: string }) {
  // While rendering, not in an effect: children's effects run first. The server has no styles to add.
  if (nonce && typeof document !== "undefined") setNonce(nonce);
  return null;
}
