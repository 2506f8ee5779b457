import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { Button } from "#components/ui/button.tsx";

interface CardButtonProps extends ComponentProps<"button"> {
  /** Square, for a lone icon; then `aria-label` names it. */
  isIcon?: boolean;
  /** Kept in the tab order and in place, but does nothing: the component is still arriving. */
  isOff?: boolean;
}

/** A quiet button inside a component's card. */
export function CardButton({ isIcon, isOff, onClick, className, ...props }: CardButtonProps) {
  return (
    <Button
      {...props}
      className={clsx("pointer-coarse:min-w-11", className)}
      size={isIcon ? "icon-small" : "small"}
      aria-disabled={isOff || undefined}
      onClick={isOff ? undefined : onClick}
    />
  );
}
