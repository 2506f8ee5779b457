import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { APP_NAME } from "#components/ui/brand.tsx";
import "#app/globals.css";

export const metadata: Metadata = { title: { default: APP_NAME, template: `%s · ${APP_NAME}` } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // No page may be prerendered: scripts need the nonce of a request, and addresses are read at run time.
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
