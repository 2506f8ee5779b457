import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { sessionAdapter } from "#adapters/session.ts";
import { withReturnTo } from "#components/auth/read-return-to.ts";
import { buttonClass } from "#components/ui/button.tsx";
import { MessagePage } from "#components/ui/message-page.tsx";
import { claimAdmin } from "#lib/admins.ts";
import { currentUser } from "../../(chat)/current-user.ts";

export const metadata: Metadata = {
  title: "Settings",
  // The code stands in the address.
  referrer: "no-referrer",
};

interface ClaimPageProps {
  searchParams: Promise<{ code?: string | string[] }>;
}

/** Where the link that a start prints leads: whoever opens it first, signed in, is the admin. */
export default async function ClaimPage({ searchParams }: ClaimPageProps) {
  const { code } = await searchParams;
  if (typeof code !== "string") notFound();
  const user = await currentUser();
  if (!user) {
    const { signInPath } = await sessionAdapter();
    redirect(withReturnTo(signInPath, `/settings/claim?code=${encodeURIComponent(code)}`));
  }
  if (!(await claimAdmin(code, user.token.ownerId))) notFound();
  return (
    <MessagePage
      title="You are now the admin of this project"
      text="You decide whose tokens are accepted, and see what happens. The link that led here has no further use."
    >
      <Link href="/settings" prefetch={false} className={buttonClass({ variant: "solid" })}>
        Open settings
      </Link>
    </MessagePage>
  );
}
