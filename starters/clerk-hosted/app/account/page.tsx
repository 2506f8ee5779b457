import { auth } from "@clerk/nextjs/server";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ClerkPage, UserProfile } from "../clerk-page.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  // To the start page: it knows whether nobody is signed in, or somebody is refused.
  if (!(await auth()).userId) redirect("/");
  return (
    <ClerkPage>
      <a href="/">Back to the chat</a>
      <UserProfile routing="hash" />
    </ClerkPage>
  );
}
