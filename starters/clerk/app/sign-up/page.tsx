import type { Metadata } from "next";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { ClerkPage } from "../clerk-page.tsx";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  return <ClerkPage name="sign-up" returnTo={readReturnTo((await searchParams).returnTo)} />;
}
