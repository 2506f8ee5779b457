import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { CodeForm } from "../step-form.tsx";

export const metadata: Metadata = { title: "Second step" };

interface PageProps {
  searchParams: Promise<Record<"returnTo", string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  if (!(await sessionAdapter()).signInOffer().code) notFound();
  const { returnTo: requested } = await searchParams;
  const returnTo = readReturnTo(requested);
  return (
    <AuthFrame title="Second step" intro="Your account is protected by a second step.">
      <CodeForm part={await readClientPart()} returnTo={returnTo} />
      <OtherPage question="Another account?" label="Sign in" {...{ path: "/sign-in", returnTo }} />
    </AuthFrame>
  );
}
