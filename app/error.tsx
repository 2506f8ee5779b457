"use client";

import { MessagePage } from "#components/ui/brand.tsx";
import { Button } from "#components/ui/button.tsx";
import { useHeadingFocus } from "#components/ui/use-heading-focus.ts";

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  useHeadingFocus();
  return (
    <MessagePage
      title="This page could not be shown"
      text={error.digest ? `Nothing was lost. Error ${error.digest}.` : "Nothing was lost."}
    >
      <Button variant="solid" onClick={() => location.reload()}>
        Try again
      </Button>
    </MessagePage>
  );
}
