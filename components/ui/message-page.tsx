import type { ReactNode } from "react";
import { Logo } from "./brand.tsx";

interface MessagePageProps {
  title: string;
  text: string;
  /** The one thing to do. */
  children: ReactNode;
}

/** A page that says what happened and the one thing to do; focus starts on its heading. */
export function MessagePage({ title, text, children }: MessagePageProps) {
  return (
    <main className="grid min-h-full flex-1 place-items-center px-6 py-12">
      <div className="w-full max-w-form space-y-4 text-center">
        <div className="flex justify-center">
          <Logo />
        </div>
        {/* biome-ignore lint/a11y/noAutofocus: the page replaces what had the focus, and its heading is the news. */}
        <h1 tabIndex={-1} autoFocus className="text-page font-semibold outline-none">
          {title}
        </h1>
        <p className="text-reading text-quiet">{text}</p>
        <div className="flex justify-center gap-2 pt-2">{children}</div>
      </div>
    </main>
  );
}
