import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { APP_NAME } from "#components/ui/brand.tsx";
import { ownOrigin, readConfig } from "../adapters/clerk/trust.ts";
import { ClerkProvider, LeaveEndedSession } from "./clerk-page.tsx";
import "#app/globals.css";

export const metadata: Metadata = { title: { default: APP_NAME, template: `%s · ${APP_NAME}` } };

/** Clerk's components in the colours of this app. */
const LOOK = {
  variables: {
    colorPrimary: "var(--color-brand)",
    colorPrimaryForeground: "var(--color-brand-ink)",
    colorBackground: "var(--color-surface)",
    colorForeground: "var(--color-ink)",
    colorMutedForeground: "var(--color-quiet)",
    colorNeutral: "var(--color-ink)",
    colorInput: "var(--color-canvas)",
    colorInputForeground: "var(--color-ink)",
    colorDanger: "var(--color-danger)",
    borderRadius: "var(--radius-control)",
    fontFamily: "inherit",
  },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Asked first: no page may be prerendered, since scripts need the nonce of a request, and variables
  // are read at run time. So Clerk's are not called NEXT_PUBLIC_… either, which the build would fix.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const { publishableKey, proxyPath } = readConfig();
  return (
    <html lang="en">
      <body>
        <ClerkProvider
          publishableKey={publishableKey}
          proxyUrl={proxyPath}
          signInUrl="/sign-in"
          signUpUrl="/sign-up"
          allowedRedirectOrigins={[ownOrigin()]}
          nonce={nonce}
          telemetry={false}
          appearance={LOOK}
        >
          <LeaveEndedSession />
          {children}
        </ClerkProvider>
      </body>
    </html>
  );
}
