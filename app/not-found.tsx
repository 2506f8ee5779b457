import { MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";

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
