import type { Metadata } from "next";
import { headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { ClerkSession } from "#adapters/clerk/client.tsx";
import { adapter } from "#adapters/clerk/session.ts";
import { APP_NAME } from "#components/ui/brand.tsx";
import "#app/globals.css";

export const metadata: Metadata = { title: { default: APP_NAME, template: `%s · ${APP_NAME}` } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // No page may be prerendered: scripts need the nonce of a request, and addresses are read at run time.
  await connection();
  const part = {
    provider: "clerk" as const,
    followsHook: true,
    settings: adapter.clientSettings?.() ?? {},
    nonce: (await headers()).get("x-nonce") ?? undefined,
  };
  return (
    <html lang="en">
      <body>
        <ClerkSession part={part} hasComponents>
          {children}
        </ClerkSession>
      </body>
    </html>
  );
}
