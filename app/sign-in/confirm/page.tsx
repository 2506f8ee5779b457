import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { ConfirmForm } from "../step-form.tsx";

export const metadata: Metadata = { title: "Open the link" };

interface PageProps {
  searchParams: Promise<Record<"returnTo" | "token" | "type", string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  const { returnTo: requested, token, type } = await searchParams;
  const isThere = (await sessionAdapter()).signInOffer().confirm;
  if (!isThere || typeof token !== "string" || typeof type !== "string") notFound();
  const returnTo = readReturnTo(requested);
  return (
    <AuthFrame title="Open the link" intro="The link of your mail works once, by this button.">
      <ConfirmForm part={await readClientPart()} {...{ returnTo, token, type }} />
      <OtherPage question="Another account?" label="Sign in" {...{ path: "/sign-in", returnTo }} />
    </AuthFrame>
  );
}
