import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage title="This page does not exist" text="The address may be mistyped.">
      <a href="/" className={buttonClass({ variant: "solid" })}>
        Go to the start page
      </a>
    </MessagePage>
  );
}
