import type { ComponentProps } from "react";
import { Button, type ButtonLook } from "./button.tsx";
import type { IconComponent } from "./icons.tsx";

interface IconButtonProps extends ComponentProps<"button">, ButtonLook {
  icon: IconComponent;
  iconSize?: number;
  /** Says it to those who do not see it. */
  label: string;
}

/** A button with an icon alone. */
export function IconButton({ icon: Icon, iconSize = 18, label, ...props }: IconButtonProps) {
  return (
    <Button size="icon-small" {...props} aria-label={label}>
      <Icon size={iconSize} aria-hidden />
    </Button>
  );
}
