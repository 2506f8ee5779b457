import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { ForgotForm } from "../step-form.tsx";

export const metadata: Metadata = { title: "Forgot password" };

interface PageProps {
  searchParams: Promise<Record<"returnTo", string | string[] | undefined>>;
}

export default async function Page({ searchParams }: PageProps) {
  if (!(await sessionAdapter()).signInOffer().reset) notFound();
  const { returnTo: requested } = await searchParams;
  const returnTo = readReturnTo(requested);
  return (
    <AuthFrame
      title="Forgot password"
      intro="A mail takes you to a page where you choose a new one."
    >
      <ForgotForm part={await readClientPart()} returnTo={returnTo} />
      <OtherPage question="Another account?" label="Sign in" {...{ path: "/sign-in", returnTo }} />
    </AuthFrame>
  );
}
