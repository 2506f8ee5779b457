import { type ReactNode, useId } from "react";

interface CardProps {
  title: ReactNode;
  /** One line below the title. */
  subtitle?: ReactNode;
  /** Buttons and tags at the right of the title. */
  tools?: ReactNode;
  footer?: ReactNode;
  /** True while the content is still arriving. */
  isBusy?: boolean;
  children: ReactNode;
}

/** The frame of everything a message shows besides text: title, one line, tools at the right. */
export function Card({ title, subtitle, tools, footer, isBusy = false, children }: CardProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      aria-busy={isBusy}
      className="break-inside-avoid rounded-card border border-line bg-surface text-ink"
    >
      <header className="flex items-start gap-2 pt-2 pr-2 pb-1.5 pl-4">
        <div className="min-h-9 min-w-0 flex-1 pt-0.5">
          <h3 id={titleId} className="truncate text-control font-semibold">
            {title}
          </h3>
          <p className="min-h-4 truncate text-meta text-quiet">{subtitle}</p>
        </div>
        <div className="flex shrink-0 items-center print:hidden">{tools}</div>
      </header>
      {children}
      {footer}
    </section>
  );
}
