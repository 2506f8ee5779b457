"use client";

import { useEffect } from "react";

/**
 * Words for a visitor whose link brought its answer in the fragment, which no server sees (RFC 6749 §4.2.2).
 * A session in it is not opened: anybody can write such a link.
 */
export function FragmentAnswer() {
  useEffect(() => {
    const answer = new URLSearchParams(location.hash.slice(1));
    const problem = answer.has("access_token")
      ? "mail-template"
      : answer.has("error_code") && "link";
    if (problem) location.replace(`/sign-in?problem=${problem}`);
  }, []);
  return null;
}
