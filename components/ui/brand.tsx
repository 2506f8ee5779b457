import type { ReactNode } from "react";

/** The product's name, as people see it. */
export const APP_NAME = "Northwind";

/** The mark beside the name; decorative, the name stands next to it or in a label. */
export function Logo() {
  return (
    <span className="grid size-7 shrink-0 place-items-center rounded-control bg-brand text-brand-ink">
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" aria-hidden="true">
        <path
          d="M2.5 11.5 6 4.5l4 7 3.5-7"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </span>
  );
}

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
