"use client";

import { MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { useHeadingFocus } from "#components/ui/use-heading-focus.ts";

/** In place of a thread that was deleted, or that belongs to somebody else: the two look the same. */
export function ThreadMissing() {
  useHeadingFocus();
  return (
    <MessagePage
      title="This thread does not exist"
      text="It was deleted, or it belongs to another account."
    >
      <PageLink href="/" className={buttonClass({ variant: "solid" })}>
        New chat
      </PageLink>
    </MessagePage>
  );
}
