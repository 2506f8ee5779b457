"use client";

import { Button } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
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
