"use client";

import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

interface PageLinkProps extends ComponentProps<"a"> {
  /** A path of this app. */
  href: string;
  /** Whether the page that follows is shown from its top. Default: it is. */
  scroll?: boolean;
}

/** A link to a page of this app that keeps the document. Smaller than Next's, because it fetches nothing ahead. */
export function PageLink({ href, scroll, onClick, ...props }: PageLinkProps) {
  const router = useRouter();
  return (
    <a
      {...props}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        const { ctrlKey, metaKey, shiftKey, altKey } = event;
        // With one of these the browser opens or saves the page elsewhere.
        if (event.defaultPrevented || ctrlKey || metaKey || shiftKey || altKey) return;
        event.preventDefault();
        router.push(href, { scroll });
      }}
    />
  );
}
