"use client";

import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ComponentProps, createContext, type ReactNode, useContext } from "react";

const ITEM =
  "flex h-9 select-none items-center gap-2.5 rounded-control px-2.5 text-control outline-none data-highlighted:bg-sunken pointer-coarse:h-11";

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;

/** Where menus are put. Inside a modal dialog it has to be that dialog: everything else is inert. */
export const MenuContainer = createContext<HTMLElement | null>(null);

/** The open menu. Focus returns to the trigger when it closes. */
export function MenuContent({ children, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
  const container = useContext(MenuContainer);
  return (
    <DropdownMenu.Portal container={container}>
      <DropdownMenu.Content
        sideOffset={6}
        collisionPadding={8}
        className="z-50 min-w-52 rounded-card border border-line bg-surface p-1 text-ink shadow-lg"
        {...props}
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

interface MenuItemProps extends ComponentProps<typeof DropdownMenu.Item> {
  icon: LucideIcon;
  danger?: boolean;
}

export function MenuItem({ icon: Icon, danger, children, ...props }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={danger ? `${ITEM} text-danger` : ITEM} {...props}>
      <Icon size={16} aria-hidden className={danger ? undefined : "text-muted"} />
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-meta font-medium text-muted">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}

interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: { value: Value; label: string; icon: LucideIcon }[];
  onChange: (value: Value) => void;
}

/** One of several, with the chosen one ticked. The menu stays open, so that the effect can be seen. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  return (
    <DropdownMenu.RadioGroup
      value={props.value}
      onValueChange={(value) => props.onChange(value as Value)}
      aria-label={props.label}
    >
      {props.options.map(({ value, label, icon: Icon }) => (
        <DropdownMenu.RadioItem
          key={value}
          value={value}
          onSelect={(event) => event.preventDefault()}
          className={ITEM}
        >
          <Icon size={16} aria-hidden className="text-muted" />
          <span className="flex-1">{label}</span>
          <DropdownMenu.ItemIndicator>
            <Check size={15} aria-hidden className="text-accent" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
