import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { KeptMails } from "#components/setup/kept-mails.tsx";
import { isMailKept, keptMails } from "#lib/base/mail.ts";

export const metadata: Metadata = { title: "Mails" };

/** In development alone, and without a mail server. */
export default async function DevMailPage() {
  await connection();
  if (!isMailKept()) notFound();
  return <KeptMails mails={keptMails()} />;
}
