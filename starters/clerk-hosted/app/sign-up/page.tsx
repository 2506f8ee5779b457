import type { Metadata } from "next";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { ClerkPage, SignUp } from "../clerk-page.tsx";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const target = readReturnTo((await searchParams).returnTo);
  return (
    <ClerkPage>
      <SignUp
        routing="hash"
        forceRedirectUrl={target}
        signInForceRedirectUrl={target}
        signInUrl={`/sign-in?${new URLSearchParams({ returnTo: target })}`}
      />
    </ClerkPage>
  );
}
