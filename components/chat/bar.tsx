import type { ReactNode } from "react";
import type { IconComponent } from "#components/ui/icons.tsx";

interface BarProps {
  icon: IconComponent;
  children: ReactNode;
}

/** A thin bar across the page, as long as something lasts that sending waits for. */
export function Bar({ icon: Icon, children }: BarProps) {
  return (
    <p
      data-screen-only
      className="flex shrink-0 items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-help text-warn"
    >
      <Icon size={15} aria-hidden />
      {children}
    </p>
  );
}
