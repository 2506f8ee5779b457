import type { Metadata } from "next";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { ClerkPage } from "../clerk-page.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<"returnTo" | "problem", string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { returnTo, problem } = await searchParams;
  return (
    <ClerkPage
      name="sign-in"
      returnTo={readReturnTo(returnTo)}
      startsOver={problem !== undefined}
    />
  );
}
