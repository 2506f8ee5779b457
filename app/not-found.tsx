import Link from "next/link";
import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <MessagePage title="This page does not exist" text="The address may be mistyped.">
      <Link href="/" prefetch={false} className={buttonClass({ variant: "solid" })}>
        Go to the start page
      </Link>
    </MessagePage>
  );
}
