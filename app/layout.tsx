import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { APP_NAME } from "#components/ui/brand.tsx";
import { StyleNonce } from "#components/ui/style-nonce.tsx";
import { readTheme, THEME_COOKIE } from "#components/ui/theme.ts";
import { UnverifiedBanner } from "#components/ui/unverified-banner.tsx";
import { appEnv, isEnvError } from "#lib/base/env.ts";
import { failedStart } from "#lib/base/read-env.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { isRefusedHere } from "#lib/trust/strategy.ts";
import { readTrustSettings } from "#lib/trust/trust-settings.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: APP_NAME, template: `%s · ${APP_NAME}` },
  description: "A chat whose answers are charts, tables and boards you can work with.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // No page may be prerendered: it would have the build machine's provider and address.
  await connection();
  const [cookieStore, requestHeaders, strategy] = await Promise.all([
    cookies(),
    headers(),
    readStrategy(),
  ]);
  return (
    <html lang="en" data-theme={readTheme(cookieStore.get(THEME_COOKIE)?.value)}>
      <body>
        <StyleNonce nonce={requestHeaders.get("x-nonce") ?? undefined} />
        {strategy === "none" ? <UnverifiedBanner isRefused={isRefusedHere(strategy)} /> : null}
        {children}
      </body>
    </html>
  );
}

/** How tokens are verified here; undefined while the API of TAMBO_URL does it. */
async function readStrategy() {
  try {
    if (appEnv().TAMBO_URL) return undefined;
    return (await readTrustSettings((await defaultProject()).id)).strategy;
  } catch (error) {
    // In development /setup says what is wrong with it, and no other page is shown.
    if (isEnvError(error) && failedStart().retry) return undefined;
    throw error;
  }
}
