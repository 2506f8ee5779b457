import type { ReactNode } from "react";
import { APP_NAME, Logo } from "#components/ui/brand.tsx";

interface AuthFrameProps {
  title: string;
  intro: string;
  children: ReactNode;
}

/** The one card of a sign-in or sign-up page; its top stays in place when a message makes it longer. */
export function AuthFrame({ title, intro, children }: AuthFrameProps) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center bg-canvas px-4 py-10 md:pt-32">
      <div className="w-full max-w-form space-y-6">
        <a
          href="/"
          className="mx-auto flex w-fit items-center gap-2.5 rounded-control text-reading font-semibold"
        >
          <Logo />
          {APP_NAME}
        </a>
        <div className="space-y-5 rounded-bubble border border-line bg-surface p-6 shadow-sm">
          <div className="space-y-1">
            <h1 className="text-page font-semibold tracking-tight">{title}</h1>
            <p className="text-control text-quiet">{intro}</p>
          </div>
          {children}
        </div>
      </div>
    </main>
  );
}
