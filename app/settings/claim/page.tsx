import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { claimAdmin, isClaimable } from "#lib/admin/claims.ts";
import { currentUser } from "../../current-user.ts";

interface ClaimPageProps {
  searchParams: Promise<{ code?: string | string[] }>;
}

/** Once per request, since a code works once. */
const claim = cache(async (code: string | string[] | undefined): Promise<void> => {
  if (typeof code !== "string") notFound();
  const user = await currentUser();
  if (user && !user.isGuest && (await claimAdmin(code, user.token.ownerId))) return;
  if ((user && !user.isGuest) || !(await isClaimable(code))) notFound();
  // There the browser gets the code for its first sign-in, and comes back.
  redirect(`/invitation?code=${encodeURIComponent(code)}`);
});

/** Claims first: a page that does not exist has no title. */
export async function generateMetadata({ searchParams }: ClaimPageProps): Promise<Metadata> {
  await claim((await searchParams).code);
  // The code is in the address. Not "no-referrer": it outlasts this page, and forms would lose their Origin.
  return { title: "Settings", referrer: "same-origin" };
}

/** The page of the claim link that a start prints. The first signed-in user who opens it becomes the admin. */
export default async function ClaimPage({ searchParams }: ClaimPageProps) {
  await claim((await searchParams).code);
  return (
    <MessagePage
      title="You are now the admin of this project"
      text="You can now change the settings and see the activity. The link that you used does not work again."
    >
      <PageLink href="/settings" className={buttonClass({ variant: "solid" })}>
        Open settings
      </PageLink>
    </MessagePage>
  );
}
