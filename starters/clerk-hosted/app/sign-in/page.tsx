import { auth } from "@clerk/nextjs/server";
import type { Metadata } from "next";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { ClerkPage, SignIn } from "../clerk-page.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<"returnTo" | "problem", string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { returnTo, problem } = await searchParams;
  const target = readReturnTo(returnTo);
  // A link from elsewhere may speak of a problem, too: who is signed in stays it.
  const startsOver = problem !== undefined && !(await auth()).userId;
  // The steps are in the address's fragment: they need no pages of their own.
  return (
    <ClerkPage startsOver={startsOver}>
      <SignIn
        routing="hash"
        forceRedirectUrl={target}
        signUpForceRedirectUrl={target}
        signUpUrl={`/sign-up?${new URLSearchParams({ returnTo: target })}`}
      />
    </ClerkPage>
  );
}
