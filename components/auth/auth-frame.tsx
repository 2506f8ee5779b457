import type { ReactNode } from "react";
import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { FreshPage } from "./fresh-page.tsx";

interface AuthFrameProps {
  title: string;
  intro: string;
  children: ReactNode;
}

/** The one card of a sign-in or sign-up page. */
export function AuthFrame({ title, intro, children }: AuthFrameProps) {
  return (
    <AuthPage>
      <div className="w-full max-w-form space-y-5 rounded-bubble border border-line bg-surface p-6 shadow-sm">
        <div className="space-y-1">
          <h1 className="text-page font-semibold tracking-tight">{title}</h1>
          <p className="text-control text-quiet">{intro}</p>
        </div>
        {children}
      </div>
    </AuthPage>
  );
}

/** The page around the card, whose top stays in place when a message makes it longer. */
export function AuthPage({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center gap-6 bg-canvas px-4 py-10 md:pt-32">
      <FreshPage />
      <a href="/" className="flex items-center gap-2.5 rounded-control text-reading font-semibold">
        <Logo />
        {APP_NAME}
      </a>
      {children}
    </main>
  );
}

interface OtherPageProps {
  question: string;
  label: string;
  path: string;
  returnTo: string;
}

/** The way from signing in to a new account, or back. */
export function OtherPage({ question, label, path, returnTo }: OtherPageProps) {
  return (
    <p className="text-center text-control text-quiet">
      {question} {/* Not a Link: the page may be the provider's, and is not fetched ahead. */}
      <a
        href={withReturnTo(path, returnTo)}
        className="font-medium text-brand underline underline-offset-2"
      >
        {label}
      </a>
    </p>
  );
}
