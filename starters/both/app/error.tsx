"use client";

import { MessagePage } from "#components/ui/brand.tsx";
import { Button } from "#components/ui/button.tsx";

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  const number = error.digest ? ` Error ${error.digest}.` : "";
  return (
    <MessagePage title="This page could not be shown" text={`Nothing was lost.${number}`}>
      <Button variant="solid" onClick={() => location.reload()}>
        Try again
      </Button>
    </MessagePage>
  );
}
