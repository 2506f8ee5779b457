import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { IconComponent } from "./icons.tsx";

const TONES = {
  muted: "bg-sunken text-quiet",
  accent: "bg-brand-soft text-brand",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

interface TagProps {
  tone?: keyof typeof TONES;
  icon?: IconComponent;
  children: ReactNode;
}

/** A short status: always a word, the icon and the colour only repeat it. */
export function Tag({ tone = "muted", icon: Icon, children }: TagProps) {
  return (
    <span
      className={clsx(
        "inline-flex h-6 forced-colors:border shrink-0 items-center gap-1 whitespace-nowrap rounded-full px-2 text-meta font-medium",
        TONES[tone],
      )}
    >
      {Icon ? <Icon size={13} aria-hidden /> : null}
      {children}
    </span>
  );
}
