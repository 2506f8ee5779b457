import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { NewPasswordForm } from "../step-form.tsx";

export const metadata: Metadata = { title: "New password" };

interface PageProps {
  searchParams: Promise<Record<"returnTo" | "token", string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  if (!(await sessionAdapter()).signInOffer().reset) notFound();
  const { returnTo: requested, token } = await searchParams;
  const returnTo = readReturnTo(requested);
  return (
    <AuthFrame title="New password" intro="From now on you sign in with this one.">
      <NewPasswordForm
        part={await readClientPart()}
        returnTo={returnTo}
        token={typeof token === "string" ? token : undefined}
      />
      <OtherPage question="Another account?" label="Sign in" {...{ path: "/sign-in", returnTo }} />
    </AuthFrame>
  );
}
