import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { isMailKept, keptMails } from "#lib/base/mail.ts";

export const metadata: Metadata = { title: "Mails" };

const ADDRESS = /(https?:\/\/\S+)/;

/** What would have been sent. In development alone, and without a mail server. */
export default async function DevMailPage() {
  await connection();
  if (!isMailKept()) notFound();
  const mails = keptMails();
  return (
    <main className="mx-auto max-w-column space-y-6 px-4 py-10">
      <h1 className="text-page font-semibold">Mails</h1>
      <p className="text-control text-quiet">
        {mails.length > 0 ? "The newest is first." : "None since the app started."}
      </p>
      {mails.map(({ to, subject, text }) => (
        <article key={text} className="space-y-1 border-t border-line pt-4">
          <h2 className="font-semibold">{subject}</h2>
          <p className="text-control text-quiet">To {to}</p>
          <p className="whitespace-pre-wrap break-words">
            {text.split(ADDRESS).map((piece) =>
              ADDRESS.test(piece) ? (
                <a key={piece} href={piece} className="text-brand underline">
                  {piece}
                </a>
              ) : (
                piece
              ),
            )}
          </p>
        </article>
      ))}
    </main>
  );
}
