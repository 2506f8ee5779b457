import type { Metadata } from "next";
import { ClerkPage } from "../clerk-page.tsx";

export const metadata: Metadata = { title: "Account" };

export default function AccountPage() {
  return <ClerkPage name="account" returnTo="/" />;
}
