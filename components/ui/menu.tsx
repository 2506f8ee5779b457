"use client";

import type * as DropdownMenu from "@radix-ui/react-dropdown-menu";
import { clsx } from "clsx";
import {
  type ComponentProps,
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useContext,
  useRef,
  useState,
} from "react";
import { OpenDialog } from "./dialog.tsx";
import { Check, type IconComponent } from "./icons.tsx";
import { useHydrated } from "./use-hydrated.ts";

const ITEM =
  "flex h-9 select-none items-center gap-2.5 rounded-control px-2.5 text-control outline-none data-highlighted:bg-sunken pointer-coarse:h-11";

type Parts = typeof DropdownMenu;
// Loaded when the first menu of the page is opened: it is an eighth of what the chat would load at first.
let loadedParts: Parts | undefined;

interface MenuValue {
  parts?: Parts;
  open: () => void;
  /** What was chosen, while the menu closes. */
  chosen: RefObject<(() => void) | undefined>;
}

const MenuContext = createContext<MenuValue>({ open: () => {}, chosen: { current: undefined } });

function useParts(): Parts {
  const { parts } = useContext(MenuContext);
  if (!parts) throw new Error("Parts of a menu must be used within MenuContent");
  return parts;
}

/** A trigger and the menu it opens. */
export function Menu({ modal, children }: { modal?: boolean; children: ReactNode }) {
  const [parts, setParts] = useState(loadedParts);
  const [isFirstUse, setFirstUse] = useState(false);
  const chosen = useRef<() => void>(undefined);

  async function open() {
    loadedParts ??= await import("@radix-ui/react-dropdown-menu");
    setFirstUse(true);
    setParts(loadedParts);
  }
  return (
    <MenuContext value={{ parts, open: () => void open(), chosen }}>
      {parts ? (
        <parts.Root modal={modal} defaultOpen={isFirstUse}>
          {children}
        </parts.Root>
      ) : (
        children
      )}
    </MenuContext>
  );
}

/** What opens the menu: a button, or with `asChild` the button inside. */
export function MenuTrigger({ asChild, ...props }: ComponentProps<Parts["Trigger"]>) {
  const { parts, open } = useContext(MenuContext);
  const isHydrated = useHydrated();
  if (parts) return <parts.Trigger asChild={asChild} {...props} />;
  const trigger = {
    "aria-haspopup": "menu" as const,
    "aria-expanded": false,
    onClick: open,
  };
  if (asChild) return cloneElement(props.children as ReactElement<object>, trigger);
  // Until then a click would open nothing.
  return <button type="button" disabled={!isHydrated} {...props} {...trigger} />;
}

/** The open menu. Focus returns to the trigger when it closes. */
export function MenuContent({ className, ...props }: ComponentProps<Parts["Content"]>) {
  const container = useContext(OpenDialog);
  const { parts, chosen } = useContext(MenuContext);
  if (!parts) return null;
  return (
    <parts.Portal container={container}>
      <parts.Content
        sideOffset={6}
        collisionPadding={8}
        onCloseAutoFocus={() => {
          // Right after this the trigger gets the focus.
          if (chosen.current) queueMicrotask(chosen.current);
          chosen.current = undefined;
        }}
        {...props}
        className={clsx(
          "z-50 min-w-52 rounded-card border border-line bg-surface p-1 text-ink shadow-lg",
          className,
        )}
      />
    </parts.Portal>
  );
}

interface MenuItemProps extends ComponentProps<Parts["Item"]> {
  icon: IconComponent;
  danger?: boolean;
  /** Called when the menu has closed and the focus is back at its trigger. */
  onChoose?: () => void;
}

export function MenuItem({ icon: Icon, danger, onChoose, children, ...props }: MenuItemProps) {
  const { Item } = useParts();
  const { chosen } = useContext(MenuContext);
  return (
    <Item
      className={danger ? `${ITEM} text-danger` : ITEM}
      onSelect={() => {
        chosen.current = onChoose;
      }}
      {...props}
    >
      <Icon size={16} aria-hidden className={danger ? undefined : "text-quiet"} />
      {children}
    </Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = useParts();
  return <Label className="px-2.5 pt-2 pb-1 text-meta font-medium text-quiet">{children}</Label>;
}

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator className="my-1 h-px bg-line" />;
}

interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: { value: Value; label: string; icon?: IconComponent }[];
  onChange: (value: Value) => void;
  /** Otherwise the menu stays open, so that the effect can be seen. */
  closes?: boolean;
}

/** One of several, with the chosen one ticked. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  const { RadioGroup, RadioItem, ItemIndicator } = useParts();
  return (
    <RadioGroup
      value={props.value}
      onValueChange={(value) => props.onChange(value as Value)}
      aria-label={props.label}
    >
      {props.options.map(({ value, label, icon: Icon }) => (
        <RadioItem
          key={value}
          value={value}
          onSelect={props.closes ? undefined : (event) => event.preventDefault()}
          className={ITEM}
        >
          {Icon ? <Icon size={16} aria-hidden className="text-quiet" /> : null}
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <ItemIndicator>
            <Check size={15} aria-hidden className="text-brand" />
          </ItemIndicator>
        </RadioItem>
      ))}
    </RadioGroup>
  );
}
